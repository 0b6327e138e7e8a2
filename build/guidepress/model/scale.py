"""Grading systems: axes, their levels, and the order of each axis."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, kw_only=True, slots=True)
class Level:
    """A grade on one axis. Rank 1 is the strongest; equal ranks are not told apart."""

    id: str
    rank: int
    meaning: str
    partial: bool = False


@dataclass(frozen=True, kw_only=True, slots=True)
class Axis:
    """One thing that a scale grades, e.g. the design of a study."""

    id: str
    name: str
    order_note: str | None = None
    levels: tuple[Level, ...] = ()


@dataclass(frozen=True, kw_only=True, slots=True)
class Scale:
    """A versioned grading system; a code is one level of each axis, in the order of the axes."""

    id: str
    version: str
    title: str
    grades: str
    rates: str
    description: str
    source: str | None = None
    url: str | None = None
    axes: tuple[Axis, ...] = ()
