"""What can go wrong between an app and the files; every message names the file."""

from __future__ import annotations


class ClientError(Exception):
    """The tree cannot be used as asked; the subclass says why."""


class UnreachableError(ClientError):
    """The address does not answer, or not with a file; try again later."""


class NotPublishedError(ClientError):
    """The tree has no such file: a guideline, or a version, that is not there (any more)."""


class AlteredError(ClientError):
    """A file is not the one that was published; ``name`` is its path below ``api/v1/``."""

    def __init__(self, name: str, why: str) -> None:
        super().__init__(f"{name}: {why}")
        self.name = name


class NewerSchemaError(ClientError):
    """The file follows another major version of the schema than this client reads."""


class WithdrawnError(ClientError):
    """The guideline or the version must not be used any more.

    ``last_good_version`` is stated by the withdrawal of a guideline; it is history, and no advice
    to use that version. ``corrected_by`` is the version that corrects one entered in error. Each is
    None where it does not apply.
    """

    def __init__(
        self,
        guideline: str,
        version: str,
        reason: str,
        *,
        last_good_version: str | None = None,
        corrected_by: str | None = None,
    ) -> None:
        super().__init__(f"{guideline} {version} must not be used: {reason}")
        self.guideline = guideline
        self.version = version
        self.reason = reason
        self.last_good_version = last_good_version
        self.corrected_by = corrected_by
