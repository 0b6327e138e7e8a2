"""What a build of more pages would cost, from builds of fewer."""

from __future__ import annotations

from statistics import linear_regression
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping


def extrapolate(points: Mapping[int, float], pages: int) -> float:
    """Return t = a + b·n + c·n², c ≥ 0, fitted to the points by least squares.

    Two points, or three that bend down, give a straight line; one gives a part of it.
    """
    most = max(points)
    if len(points) == 1:
        return points[most] * pages / most
    # A parabola through points that bend down would fall somewhere: then c is 0.
    scaled = {n / most: seconds for n, seconds in points.items()}
    x = pages / most
    if len(points) > 2:  # noqa: PLR2004  # a parabola needs three
        a, b, c = _fit_parabola(scaled)
        if c >= 0:
            return a + b * x + c * x * x
    slope, start = linear_regression(list(scaled), list(scaled.values()))
    return start + slope * x


def _fit_parabola(points: Mapping[float, float]) -> tuple[float, ...]:
    """Return the coefficients of least squares, by Cramer's rule on the normal equations."""
    powers = [sum(x**power for x in points) for power in range(5)]
    right = [sum(y * x**power for x, y in points.items()) for power in range(3)]
    rows = [[powers[row + column] for column in range(3)] for row in range(3)]
    whole = _determinant(rows)
    found = []
    for column in range(3):
        replaced = [
            [*row[:column], right[number], *row[column + 1 :]] for number, row in enumerate(rows)
        ]
        found.append(_determinant(replaced) / whole)
    return tuple(found)


def _determinant(m: list[list[float]]) -> float:
    return (
        m[0][0] * (m[1][1] * m[2][2] - m[1][2] * m[2][1])
        - m[0][1] * (m[1][0] * m[2][2] - m[1][2] * m[2][0])
        + m[0][2] * (m[1][0] * m[2][1] - m[1][1] * m[2][0])
    )
