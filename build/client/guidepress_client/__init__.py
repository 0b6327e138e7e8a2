"""Read published guidelines: typed, checked, standard library only.

``connect("https://…/api/v1/")`` or ``connect("site/api/v1")`` returns a Library. This package
imports nothing else of Guidepress, so that an app may copy it.
"""

from guidepress_client.errors import (
    AlteredError,
    ClientError,
    NewerSchemaError,
    NotPublishedError,
    UnreachableError,
    WithdrawnError,
)
from guidepress_client.fetch import Kept
from guidepress_client.library import Library, connect
from guidepress_client.statements import statements_on

__all__ = [
    "AlteredError",
    "ClientError",
    "Kept",
    "Library",
    "NewerSchemaError",
    "NotPublishedError",
    "UnreachableError",
    "WithdrawnError",
    "connect",
    "statements_on",
]
