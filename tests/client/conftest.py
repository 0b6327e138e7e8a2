"""The published tree of the contracts, for the client."""

from contracts.conftest import copied, host, tree

__all__ = ["copied", "host", "tree"]
