"""What became of each element of a file: taken, or left out with a reason; and what to decide."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any, NamedTuple

_MOST_PLACES = 5


class Question(NamedTuple):
    """What a person has to decide: where in the file, which of our ids, and what."""

    place: str
    id: str
    text: str


@dataclass
class Account:
    """Counts by kind; ``left`` has the places for each kind and reason."""

    taken: Counter[str] = field(default_factory=Counter)
    left: dict[tuple[str, str], list[str]] = field(default_factory=lambda: defaultdict(list))
    questions: list[Question] = field(default_factory=list)

    def take(self, kind: str) -> None:
        """Count an element that is in the content now."""
        self.taken[kind] += 1

    def leave(self, kind: str, reason: str, place: str) -> None:
        """Count an element that is not, and say why."""
        self.left[kind, reason].append(place)

    def ask(self, place: str, entity: str, text: str) -> None:
        """Note a question for the editors."""
        self.questions.append(Question(place, entity, text))

    def to_data(self) -> dict[str, Any]:
        """Return the account as JSON data."""
        left = [
            {"kind": kind, "reason": reason, "count": len(places), "places": places}
            for (kind, reason), places in self.left.items()
        ]
        questions = [each._asdict() for each in self.questions]
        return {"taken": dict(self.taken), "left_out": left, "questions": questions}

    def lines(self) -> Iterator[str]:
        """Yield the account for a person to read."""
        yield "taken: " + (", ".join(f"{n} {kind}" for kind, n in self.taken.items()) or "nothing")
        for (kind, reason), places in self.left.items():
            named = ", ".join(dict.fromkeys(places[:_MOST_PLACES]))
            more = f" and {len(places) - _MOST_PLACES} more" if len(places) > _MOST_PLACES else ""
            yield f"left out: {len(places)} {kind} ({named}{more}): {reason}"
        for question in self.questions:
            about = f" ({question.id})" if question.id else ""
            yield f"to decide: {question.place}{about}: {question.text}"
