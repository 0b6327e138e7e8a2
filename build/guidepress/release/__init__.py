"""Freeze a version for ever, and prove later that nobody altered it."""

from guidepress.history import Archive, Release, read_archive
from guidepress.release.against import verify_against
from guidepress.release.freeze import write_release
from guidepress.release.judge import judge_releases
from guidepress.release.plan import Plan, plan_release
from guidepress.release.reasons import find_frozen_reasons
from guidepress.release.request import KINDS, Request, refuse_senseless
from guidepress.release.signature import verify_signatures
from guidepress.release.verify import tell_agreement, verify_archive, verify_folder

__all__ = [
    "KINDS",
    "Archive",
    "Plan",
    "Release",
    "Request",
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
