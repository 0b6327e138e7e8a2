"""Codes of other systems beside words, and units of measurement."""

from typing import Annotated as A

from guidepress.codes import SYSTEMS
from guidepress.model.data import Value
from guidepress.model.facts import Code, Field, Line, Short, choice, example

Unit = A[
    Short, "Unit as UCUM writes it; what is counted stands in braces: {tablet}.", example("mg")
]


class Coding(Value, frozen=True, kw_only=True):
    """A code of another system."""

    system: A[str, "The system that it is a code of.", choice(*SYSTEMS)]
    code: A[Code, "The code.", example("J01CA04", digits=True)]
    display: A[Line | None, "What the code means there, in words.", example("amoxicillin")] = None


Codings = A[tuple[Coding, ...], "Codes of other systems that mean the same.", Field(unique=True)]
