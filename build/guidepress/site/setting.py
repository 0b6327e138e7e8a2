"""What all batches of a build share."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path


@dataclass(frozen=True, kw_only=True, slots=True)
class Setting:
    """What all batches of a build share: folders (which all of them must see), shell, engine."""

    project: Path
    cache: Path
    tree: Path
    shell: str
    drafts: bool
    engine: str

    @property
    def compiled(self) -> Path:
        """The folder in which compiled templates are kept."""
        return self.cache / "templates"
