"""What a comparison does once, and how much of it is kept: a large guideline is compared in a moment."""

from __future__ import annotations

from copy import deepcopy
from typing import Any

import pytest

from conftest import BASE
from guidepress.classify.classify import describe
from guidepress.content import read_content
from guidepress.model import walk
from guidepress.report.changes import CHANGE_REPORTS
from guidepress.report.changes.compared import Compared
from guidepress.words import substance, tokens, wording

OF_TEXTS = (
    *(tokens.normal_tokens, tokens.is_word, tokens.is_number, substance.find_substance),
    *(substance.is_drug, wording.is_wording_only, wording.states_danger, wording.heads_doses),
)


@pytest.mark.parametrize("form", ["text", "markdown", "html", "json"])
def test_each_version_is_walked_once(form: str, monkeypatch: pytest.MonkeyPatch) -> None:
    content, inner, walked = read_content(BASE, "base"), walk._walk, []  # noqa: SLF001 - counts from outside

    def counted(data: Any, kind: Any, path: Any, *others: Any) -> None:
        if not path:
            walked.append(data)
        inner(data, kind, path, *others)

    monkeypatch.setattr(walk, "_walk", counted)
    older = deepcopy(dict(content.bundle))
    blocks = (block for section in older["sections"] for block in section["content"])
    next(each for each in blocks if "text" in each)["text"] += " This is no longer so."
    delta = describe(older, content.bundle, "old", "new")
    assert [change.fact.kind for change in delta.changes] == ["statement-text-changed"]
    CHANGE_REPORTS[form]([Compared(delta, content)])
    assert len(walked) == 2


@pytest.mark.parametrize("asked", OF_TEXTS, ids=lambda each: each.__name__)
def test_answers_about_texts_are_kept_but_not_without_end(asked: Any) -> None:
    assert 0 < asked.cache_info().maxsize < 20_000
