"""Guidelines to export: the real one, one made to break formats, and one that is withdrawn."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from msgspec.structs import replace

from conftest import REPOSITORY
from guidepress.history.reading import read_archive

if TYPE_CHECKING:
    from guidepress.model import Guideline

HERE = Path(__file__).parent


@pytest.fixture(scope="session")
def guideline() -> Guideline:
    archive = read_archive(REPOSITORY / "content/childhood-sts-recurrent")
    assert archive.latest is not None
    return archive.latest.guideline


@pytest.fixture(scope="session")
def facts() -> list[dict[str, Any]]:
    """What the literature says of the references, recorded apart from the content."""
    return list(json.loads((HERE / "facts.json").read_text(encoding="utf-8")))


@pytest.fixture
def withdrawn(guideline: Guideline) -> Guideline:
    from guidepress.model import Withdrawal

    gone = Withdrawal(reason="unsafe", last_good_version="2.0.0")
    identity = replace(guideline.identity, withdrawal=gone, status="withdrawn", version="3.0.0")
    return replace(
        guideline, identity=identity, options=(), sections=(), factors=(), references=(), lists=()
    )
