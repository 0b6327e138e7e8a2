"""Read published guidelines: typed, checked, standard library only.

``connect("https://…/api/v1/")`` or ``connect("site/api/v1")`` returns a Library. Everything that
goes wrong is a ClientError whose message says what to do.
"""

from guidepress_client.errors import (
    AlteredError,
    ClientError,
    NewerSchemaError,
    NotPublishedError,
    RolledBackError,
    UnreachableError,
    WithdrawnError,
)
from guidepress_client.fetch import Kept
from guidepress_client.library import Library, connect
from guidepress_client.statements import recommendations_on, statements_on
from guidepress_client.steps import Step

__all__ = [
    "AlteredError",
    "ClientError",
    "Kept",
    "Library",
    "NewerSchemaError",
    "NotPublishedError",
    "RolledBackError",
    "Step",
    "UnreachableError",
    "WithdrawnError",
    "connect",
    "recommendations_on",
    "statements_on",
]
