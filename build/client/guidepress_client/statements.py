"""What a bundle says on one option, wherever it stands."""

from __future__ import annotations

from typing import TYPE_CHECKING

from guidepress_client.errors import NotPublishedError

if TYPE_CHECKING:
    from collections.abc import Iterator

    from guidepress_client.types import Block, Bundle, Recommendation, Statement


def statements_on(bundle: Bundle, option: str) -> list[Block | Statement]:
    """Return the option's own statements, then those that stand elsewhere and are ``about`` it.

    Levels and caveats of an option often stand in the discussion that follows the list.
    Raises NotPublishedError where the bundle has no option of that id.
    """
    own = [each["content"] for each in bundle["options"] if each["id"] == option]
    if not own:
        message = f"this version of {bundle['guideline']['id']} has no option {option}"
        raise NotPublishedError(message, "current_ids() tells what became of an id")
    return [*own[0], *_elsewhere(bundle, option)]


def _elsewhere(bundle: Bundle, option: str) -> Iterator[Block | Statement]:
    introductions = [each["intro"] for each in bundle["lists"] if "intro" in each]
    yield from (each for each in introductions if option in each["about"])
    for owner in (*bundle["options"], *bundle["recommendations"], *bundle["sections"]):
        if owner["id"] != option:
            yield from (each for each in owner["content"] if option in each["about"])


def recommendations_on(bundle: Bundle, option: str) -> list[Recommendation]:
    """Return what is recommended on an option; ``direction`` says whether for or against it.

    A part may be about an option that the whole is not about; then the part's direction says it.
    """
    return [
        each
        for each in bundle["recommendations"]
        if option in each["about"] or any(option in part.get("about", ()) for part in each["parts"])
    ]
