"""One build: what is asked, what is known, what stands already, and what came of it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple

from guidepress.site.ledger import is_guideline

if TYPE_CHECKING:
    from collections.abc import Mapping
    from concurrent.futures import Executor
    from pathlib import Path

    from guidepress.site.ledger import Ledger
    from guidepress.site.setting import Setting
    from guidepress.site.tree import Tree


class Built(NamedTuple):
    """What a build made: parts are the current pages, the draft, or one release of a guideline.

    ``altered`` tells that somebody had altered the site that stood, which was put right.
    """

    folder: Path
    guidelines: int
    changed: int
    built: int
    cached: int
    altered: bool = False


@dataclass(frozen=True, kw_only=True)
class Work:
    """One build: the guidelines with their signatures, what is known of them, who builds.

    ``tree`` is as it is when the build begins.
    """

    setting: Setting
    signatures: Mapping[str, str]
    ledger: Ledger
    tree: Tree
    jobs: int
    executor: Executor | None


def find_stale(
    signatures: Mapping[str, str], ledger: Ledger, states: Mapping[str, str]
) -> list[str]:
    """Return the guidelines that a tree does not hold as they are now; and those that are gone."""
    stale = [
        gid
        for gid, signature in signatures.items()
        if not ledger.knows(gid, signature) or ledger.state(gid) != states.get(gid)
    ]
    return stale + sorted(filter(is_guideline, states.keys() - signatures.keys()))
