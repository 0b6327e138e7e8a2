"""One limit of time for all that a call does."""

from __future__ import annotations

from time import monotonic

from guidepress_client.errors import UnreachableError


class Deadline:
    """The moment, in seconds from now, by which a call must have ended."""

    def __init__(self, seconds: float) -> None:
        self.seconds = seconds
        self._until = monotonic() + seconds

    def left(self) -> float:
        """Return the seconds that are left; raise TimeoutError if none are."""
        left = self._until - monotonic()
        if left <= 0:
            message = f"this took longer than {self.seconds:g} seconds"
            raise TimeoutError(message)
        return left

    def check(self, name: str) -> None:
        """Raise UnreachableError if no time is left to check a file."""
        try:
            self.left()
        except TimeoutError as error:
            message = f"{name} cannot be checked in time: {error}"
            raise UnreachableError(message) from error
