"""Where the schemas, scales, word lists, handbook and templates of the site are."""

from pathlib import Path

_PACKAGED = Path(__file__).parent / "_data"
_CHECKOUT = Path(__file__).parents[2]
_ROOT = _PACKAGED if _PACKAGED.is_dir() else _CHECKOUT

SCHEMA_FOLDER = _ROOT / "schema"
SCALES_FOLDER = SCHEMA_FOLDER / "scales"
SITE_OVERRIDES_FOLDER = _ROOT / "site_overrides"
MKDOCS_FILE = _ROOT / "mkdocs.yml"
HANDBOOK_FOLDER = _ROOT / "docs"
RULES_FOLDER = HANDBOOK_FOLDER / "rules"
