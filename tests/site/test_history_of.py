"""``history.json``: since when each entity is there, and what changed in it in which version."""

from __future__ import annotations

from copy import deepcopy
from typing import Any

import pytest

from conftest import guidepress, overlay
from guidepress.history.reading import read_archive
from guidepress.schema.load import is_valid
from guidepress.site.lineage import render_history
from guidepress.site.templates import _environment


@pytest.fixture(scope="module")
def history(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Any]:
    """Two releases; the second corrects a dose of trabectedin."""
    project = tmp_path_factory.mktemp("history")
    overlay(project / "content/base")
    options = project / "content/base/options.yaml"
    assert guidepress(project, "release", "base", "--date", "2026-01-10").returncode == 0
    text = options.read_text(encoding="utf-8")
    options.write_text(text.replace("1.5 mg", "15 mg"), encoding="utf-8")
    identity = project / "content/base/guideline.yaml"
    lines = identity.read_text(encoding="utf-8").splitlines()
    dated = ["updated: '2026-02-01'" if line.startswith("updated:") else line for line in lines]
    identity.write_text("\n".join(dated) + "\n", encoding="utf-8")
    why = ("--reason", "A misprint.", "--type", "error-corrected")
    assert guidepress(project, "add", "note", "trabectedin-dose", *why).returncode == 0
    done = guidepress(project, "release", "base", "--date", "2026-02-02")
    assert done.returncode == 0, done.stderr + done.stdout
    return render_history(read_archive(project / "content/base"))


def entry(history: dict[str, Any], name: str) -> dict[str, Any]:
    return dict(next(each for each in history["entities"] if each["id"] == name))


def test_it_fits_its_published_schema(history: dict[str, Any]) -> None:
    assert is_valid("history", history)


def test_a_change_belongs_to_its_statement_and_to_the_option_that_holds_it(
    history: dict[str, Any],
) -> None:
    for name in ("trabectedin-dose", "trabectedin"):
        (step,) = entry(history, name)["changes"]
        assert (step["version"], step["released"]) == ("2.0.0", "2026-02-02")
        assert (step["impact"], step["alert"]) == ("major", True)
        assert "“1.5 mg” became “15 mg”" in step["sentence"]


def test_what_did_not_change_says_since_when_it_is_there(history: dict[str, Any]) -> None:
    assert entry(history, "pazopanib") == {
        "id": "pazopanib",
        "kind": "option",
        "since": "1.0.0",
        "changes": [],
    }


def test_the_disclosure_leads_to_the_page_of_changes(history: dict[str, Any]) -> None:
    template = _environment().from_string(
        '{% import "history.html" as h %}{{ h.history(entry) }}',
    )
    shown = template.render(entry=entry(history, "trabectedin"))
    assert "Since 1.0.0, 1 change" in shown
    assert 'href="changes/index.html#_v2-0-0-' in shown
    assert "(changes what applies)" in shown
    assert "Its weight was" not in shown


def test_the_disclosure_says_who_lowered_a_weight(history: dict[str, Any]) -> None:
    lowered = deepcopy(entry(history, "trabectedin"))
    who = "lowered from “changes substance” to “wording” by the editor: Same words."
    lowered["changes"][0]["lowered"] = who
    template = _environment().from_string(
        '{% import "history.html" as h %}{{ h.history(entry) }}',
    )
    assert f"Its weight was {who}" in template.render(entry=lowered)
