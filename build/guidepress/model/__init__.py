"""A guideline as frozen data, and its two-way road to the JSON of a bundle."""

from guidepress.model.body import (
    Component,
    Condition,
    Conditions,
    Evidence,
    Factor,
    Intervention,
    List,
    Option,
    Recommendation,
    Regulatory,
    Section,
    Statement,
)
from guidepress.model.data import (
    from_data,
    to_data,
)
from guidepress.model.guideline import (
    SCHEMA_VERSION,
    Guideline,
)
from guidepress.model.identity import (
    Abbreviation,
    Contact,
    Identity,
    Link,
    Population,
    Reconstruction,
    Retired,
    Source,
    Withdrawal,
)
from guidepress.model.reference import (
    Custom,
    Date,
    Name,
    Notice,
    Reference,
)
from guidepress.model.scale import (
    Axis,
    Code,
    Level,
    Scale,
    codes_of,
    meaning_of,
)

__all__ = [
    "SCHEMA_VERSION",
    "Abbreviation",
    "Axis",
    "Code",
    "Component",
    "Condition",
    "Conditions",
    "Contact",
    "Custom",
    "Date",
    "Evidence",
    "Factor",
    "Guideline",
    "Identity",
    "Intervention",
    "Level",
    "Link",
    "List",
    "Name",
    "Notice",
    "Option",
    "Population",
    "Recommendation",
    "Reconstruction",
    "Reference",
    "Regulatory",
    "Retired",
    "Scale",
    "Section",
    "Source",
    "Statement",
    "Withdrawal",
    "codes_of",
    "from_data",
    "meaning_of",
    "to_data",
]
