"""JSON Schema: the verdict, and each fault with its place, in the author's words.

The way: ``load`` (schemas, the quick verdict, plain scalars in their type) → ``faults`` (each with
its place) → ``messages`` (in words).
"""

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
