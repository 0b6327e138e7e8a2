"""Freeze a version for ever, and prove later that nobody altered it.

A name is imported when it is asked for: a build needs the check alone.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from guidepress.history import Archive, Release, read_archive
    from guidepress.release.against import verify_against
    from guidepress.release.freeze import write_release
    from guidepress.release.judge import judge_releases
    from guidepress.release.plan import Plan, plan_release
    from guidepress.release.reasons import compare_releases, find_frozen_reasons
    from guidepress.release.request import KINDS, Request, refuse_senseless
    from guidepress.release.signature import verify_signatures
    from guidepress.release.verify import tell_agreement, verify_archive, verify_folder

_HOMES = {
    "guidepress.history": ("Archive", "Release", "read_archive"),
    "guidepress.release.against": ("verify_against",),
    "guidepress.release.freeze": ("write_release",),
    "guidepress.release.judge": ("judge_releases",),
    "guidepress.release.plan": ("Plan", "plan_release"),
    "guidepress.release.reasons": ("compare_releases", "find_frozen_reasons"),
    "guidepress.release.request": ("KINDS", "Request", "refuse_senseless"),
    "guidepress.release.signature": ("verify_signatures",),
    "guidepress.release.verify": ("tell_agreement", "verify_archive", "verify_folder"),
}
_HOME_OF = {name: home for home, names in _HOMES.items() for name in names}

__all__ = [
    "KINDS",
    "Archive",
    "Plan",
    "Release",
    "Request",
    "compare_releases",
    "find_frozen_reasons",
    "judge_releases",
    "plan_release",
    "read_archive",
    "refuse_senseless",
    "tell_agreement",
    "verify_against",
    "verify_archive",
    "verify_folder",
    "verify_signatures",
    "write_release",
]


def __getattr__(name: str) -> object:
    if name not in _HOME_OF:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(import_module(_HOME_OF[name]), name)
