"""Codes of other systems and units of measurement: their forms, check digits and words.

Nothing is looked up in a terminology: that a code has the right form and check digit says that it
was not mistyped, not that it means what stands beside it.
"""

from guidepress.codes.systems import ROUTES, SYSTEMS, Route, System, find_code_fault
from guidepress.codes.units import is_unit, render_quantity, render_unit

__all__ = [
    "ROUTES",
    "SYSTEMS",
    "Route",
    "System",
    "find_code_fault",
    "is_unit",
    "render_quantity",
    "render_unit",
]
