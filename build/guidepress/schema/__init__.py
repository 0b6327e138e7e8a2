"""JSON Schema: the verdict, and each fault with its place, in the author's words."""

from guidepress.schema.faults import explain, find_faults
from guidepress.schema.load import AUTHORING, PUBLISHED, is_valid, load_schema, load_shape, typed

__all__ = [
    "AUTHORING",
    "PUBLISHED",
    "explain",
    "find_faults",
    "is_valid",
    "load_schema",
    "load_shape",
    "typed",
]
