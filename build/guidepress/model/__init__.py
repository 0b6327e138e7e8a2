"""A guideline as frozen data, as it is described, and its two-way road to JSON."""

from guidepress.model.block import (
    Block,
    Cell,
    Column,
    Evidence,
    Figure,
    Item,
    Row,
    Statement,
    Table,
)
from guidepress.model.body import (
    Component,
    Factor,
    Group,
    Intervention,
    List,
    Option,
    Regulatory,
    Section,
)
from guidepress.model.coding import Coding
from guidepress.model.condition import (
    Condition,
    FactorValue,
    NamedCondition,
    Subpopulation,
    iter_nodes,
)
from guidepress.model.data import from_data, to_data
from guidepress.model.dose import Dose, Equivalent, Quantity
from guidepress.model.guideline import SCHEMA_VERSION, Guideline
from guidepress.model.identity import (
    Abbreviation,
    Contact,
    Link,
    Population,
    Reconstruction,
    RelatedDocument,
    Retired,
    Source,
)
from guidepress.model.metadata import Identity, Withdrawal
from guidepress.model.outcome import GradedLevel, Outcome, Question
from guidepress.model.recommendation import Grade, Judgement, Part, Recommendation
from guidepress.model.reference import Custom, Date, Name, Notice, Reference
from guidepress.model.scale import Axis, Code, Level, Scale, codes_of, meaning_of
from guidepress.model.walk import (
    Entity,
    Homes,
    condition_keys,
    every_field,
    find_homes,
    follow,
    iter_entities,
    iter_parts,
    join_homes,
    read_about,
)

# fmt: off
__all__ = [
    "SCHEMA_VERSION", "Abbreviation", "Axis", "Block", "Cell", "Code", "Coding", "Column",
    "Component", "Condition", "Contact", "Custom", "Date", "Dose", "Entity", "Equivalent",
    "Evidence", "Factor", "FactorValue", "Figure", "Grade", "GradedLevel", "Group", "Guideline",
    "Homes", "Identity", "Intervention", "Item", "Judgement", "Level", "Link", "List", "Name",
    "NamedCondition", "Notice", "Option", "Outcome", "Part", "Population", "Quantity",
    "Question", "Recommendation", "Reconstruction", "Reference", "Regulatory",
    "RelatedDocument", "Retired", "Row", "Scale", "Section", "Source", "Statement", "Subpopulation",
    "Table",
    "Withdrawal", "codes_of", "condition_keys", "every_field", "find_homes", "follow",
    "from_data", "iter_entities", "iter_nodes", "iter_parts", "join_homes", "meaning_of",
    "read_about", "to_data"
]
