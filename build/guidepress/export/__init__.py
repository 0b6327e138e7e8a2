"""A guideline as text that other people's tools read; ``formats`` is the table of them.

Each format is one function from a guideline to text (``markdown``, ``table`` for CSV, ``jsonld``,
``fhir``); they share their words (``wording``), lines with labels (``details``), and what an option
rests on (``evidence``).
"""

from guidepress.bibliography.write import REFERENCE_EXPORTS
from guidepress.export.details import with_status
from guidepress.export.formats import EXPORTS, Export, as_reference
from guidepress.export.table import render_tables
