"""A withdrawn guideline may come back, with all its ids."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest

from conftest import guidepress
from contracts.conftest import CONTRACTS, put, release_ward, released
from guidepress.history.reading import read_archive
from guidepress.site.api import stage_current_api

if TYPE_CHECKING:
    from pathlib import Path

pytestmark = pytest.mark.checkout


def published(project: Path) -> tuple[dict[str, str], dict[str, str]]:
    """Return the status of each version, and of each id."""
    files = stage_current_api(read_archive(project / "content/ward"))
    versions = json.loads(files["versions.json"])["versions"]
    ids = json.loads(files["ids.json"])["ids"]
    return (
        {each["version"]: each["status"] for each in versions},
        {each["id"]: each["status"] for each in ids},
    )


def test_a_withdrawn_guideline_is_reinstated_with_its_ids(tmp_path: Path) -> None:
    release_ward(tmp_path)
    assert guidepress(tmp_path, "validate").returncode == 0
    versions, ids = published(tmp_path)
    assert set(versions.values()) == {"withdrawn", "entered-in-error"}
    assert set(ids.values()) == {"withdrawn"}
    put(tmp_path, "ward", CONTRACTS / "ward/4")
    released(tmp_path, "ward", "--date", "2015-05-02")
    versions, ids = published(tmp_path)
    assert versions == {
        "4.0.0": "active",
        "3.0.0": "superseded",
        "2.0.0": "superseded",
        "1.0.0": "entered-in-error",
    }
    assert set(ids.values()) == {"present"}
    assert guidepress(tmp_path, "verify").returncode == 0


def test_an_id_does_not_come_back_as_something_else(tmp_path: Path) -> None:
    release_ward(tmp_path)
    put(tmp_path, "ward", CONTRACTS / "ward/4")
    options = tmp_path / "content/ward/options.yaml"
    text, _, _ = options.read_text("utf-8").partition("      - id: pazopanib-harm\n")
    options.write_text(text.replace("- id: excision\n", "- id: pazopanib-harm\n"), "utf-8")
    done = guidepress(tmp_path, "release", "ward", "--date", "2015-05-02")
    assert done.returncode == 1
    assert "pazopanib-harm was released as a statement" in done.stdout
