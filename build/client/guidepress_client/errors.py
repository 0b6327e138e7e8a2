"""What can go wrong between an app and the files; every message says what to do about it."""

from __future__ import annotations

from typing import ClassVar


class ClientError(Exception):
    """The tree cannot be used as asked; the subclass says why, the message what to do."""

    advice: ClassVar[str] = ""

    def __init__(self, what: str, advice: str = "") -> None:
        super().__init__(f"{what}; {advice or self.advice}")


class UnreachableError(ClientError):
    """The address does not answer in time, or not with a file."""

    advice = "try again later, and say how old your copy is if you show one until then"


class NotPublishedError(ClientError):
    """The tree has no such file: a guideline, or a version, that is not there (any more)."""

    advice = "index() names the guidelines that there are, and versions() their versions"


class AlteredError(ClientError):
    """A file is not the one that was published; ``name`` is its path below ``api/v1/``."""

    advice = "do not use it; try again later, and ask the publisher if it stays so"

    def __init__(self, name: str, why: str, advice: str = "") -> None:
        super().__init__(f"{name}: {why}", advice)
        self.name = name


class RolledBackError(AlteredError):
    """The tree offers an older version than was seen before.

    ``seen`` is the version that was seen, ``offered`` the one that is offered now. Only the
    publisher knows which is right: where the newer one was none of theirs, start with a new memory.
    """

    advice = "keep what you have, and ask the publisher why a newer version is gone"

    def __init__(self, name: str, seen: str, offered: str) -> None:
        super().__init__(name, f"its newest version is {offered}, but {seen} was seen before")
        self.seen = seen
        self.offered = offered


class NewerSchemaError(ClientError):
    """The file follows another major version of the schema than this client reads."""

    advice = "install a newer guidepress-client"


class WithdrawnError(ClientError):
    """The guideline or the version must not be used any more.

    ``last_good_version`` is stated by the withdrawal of a guideline; it is history, and no advice
    to use that version. ``corrected_by`` is the version that corrects one entered in error. Each is
    None where it does not apply.
    """

    advice = "stop showing it"

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
