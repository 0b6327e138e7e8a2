"""Where readers, apps and editors meet a guideline: the one door through which laws look at it.

Everything is made in this process, from bytes in memory; nothing is written.
"""

from __future__ import annotations

import json
import re
from collections import Counter
from dataclasses import replace
from functools import cache
from html import unescape
from typing import TYPE_CHECKING, Any

from guidepress.classify.classify import describe
from guidepress.content import parse_content
from guidepress.diff.fact import canonical
from guidepress.export import EXPORTS
from guidepress.history.archive import Archive, Release
from guidepress.model import Guideline, from_data
from guidepress.release.plan import plan_release
from guidepress.release.request import Request
from guidepress.report.changes import CHANGE_REPORTS
from guidepress.report.changes.compared import Compared
from guidepress.site.api import stage_current_api
from guidepress.site.pages import render_changes, render_current, render_release
from guidepress.site.publication import Publication
from guidepress.site.stage import render_draft_page
from guidepress.validate.check import Checked, find_problems
from laws.generate import GID, encoded, everything

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from guidepress.classify.change import Delta
    from guidepress.content import Content
    from guidepress.problem import Problem
    from laws.generate import Data, Files

PUBLICATION = Publication("Guidelines", "https://guidelines.example.org/")
RELEASED = "2016-01-02"


def read(files: Files, notes: Mapping[str, Data] | None = None) -> Content:
    """Read the files of a guideline as the tool does."""
    named = {
        f"notes/{name}.yaml": json.dumps(note).encode() for name, note in (notes or {}).items()
    }
    return parse_content(encoded(files) | named, GID, f"content/{GID}")


def bundle_of(files: Files) -> Data:
    """Return the bundle that the files make."""
    return dict(read(files).bundle)


def problems_of(files: Files) -> list[Problem]:
    """Return what ``validate`` says of the files, which were never released."""
    return list(find_problems(read(files), Archive(id=GID)))


def release(content: Content, archive: Archive, request: Request) -> Archive:
    """Return the archive with one release more; what refuses a release fails the test."""
    plan = plan_release(Checked(content, archive, ()), request)
    assert not content.problems, content.problems
    assert not plan.refusals, plan.refusals
    return _with(archive, plan.version, plan.files)


def _with(archive: Archive, version: str, files: Mapping[str, bytes]) -> Archive:
    made = Release(
        version=version,
        entry=json.loads(files["index.json"])["releases"][-1],
        bundle_bytes=files[f"{version}.json"],
        changes_bytes=files.get(f"{version}.changes.json"),
    )
    return Archive(
        id=archive.id, listed=(*archive.listed, version), releases=(*archive.releases, made)
    )


def first_release(files: Files) -> Archive:
    """Return the archive of a guideline that was released once."""
    return release(read(files), Archive(id=GID), Request(date=RELEASED))


def release_bundles(bundles: Sequence[Data], days: Sequence[str]) -> Archive:
    """Return the archive in which these bundles were released one after the other."""
    archive = Archive(id=GID)
    for bundle, day in zip(bundles, days, strict=True):
        content = replace(_any_content(), guideline=from_data(Guideline, bundle), bundle=bundle)
        archive = release(content, archive, Request(date=day))
    return archive


@cache
def _any_content() -> Content:
    return read(everything())


def delta_of(old: Any, new: Any, notes: Sequence[Any] = ()) -> Delta:
    """Return what is described of the difference of two bundles."""
    return describe(old, new, "1.0.0", "draft", notes)


def draft_page_of(archive: Archive, content: Content) -> str:
    """Return what the page of a draft shows, as plain text."""
    return visible(render_draft_page(archive, content))


def reports_of(delta: Delta, content: Content | None = None) -> dict[str, str]:
    """Return the difference in each format that ``diff`` has."""
    return {name: report_of(delta, name, content) for name in CHANGE_REPORTS}


def report_of(delta: Delta, form: str, content: Content | None = None) -> str:
    """Return the difference in one format."""
    return CHANGE_REPORTS[form]([Compared(delta, content)])


# What a reader does not see of HTML. A quoted value may hold any sign.
_HIDDEN = re.compile(r"<(script|style|template)\b.*?</\1\s*>", re.DOTALL)
_TAG = re.compile(r"""<!--.*?-->|</?[a-zA-Z](?:[^<>"']|"[^"]*"|'[^']*')*>""", re.DOTALL)


def visible(markup: str, between: str = "") -> str:
    """Return the text of a staged page or of HTML as a reader sees it."""
    # A number and its unit are in a span of their own, so that no line ends between them.
    markup = re.sub(r'<span class="gp-unit">(.*?)</span>', r"\1", markup)
    # The rest of a long sentence follows its beginning.
    markup = re.sub(r'<span class="gp-rest">(.*?)</span>', r"\1", markup)
    body = markup.partition("\n---\n\n")[2] if markup.startswith("---\n") else markup
    return between.join(unescape(each) for each in _TAG.split(_HIDDEN.sub("", body)) if each)


def words_of(
    markup: str, leaving_out: Sequence[str] = (), *, numbers: bool = False
) -> Counter[str]:
    """Return how often each of the tool's own words is on a page, but for those of some phrases.

    With ``numbers`` these count as well: on a page they follow from what is before them.
    """
    text = " ".join(visible(markup, " ").split()).lower()
    for phrase in leaving_out:
        text = text.replace(phrase, " ")
    number = r"|(?<![\w.-])[0-9.]*[0-9]\b(?!-)" if numbers else ""
    return Counter(re.findall(rf"\b[a-z]+\b{number}", text))


def page_of(archive: Archive) -> str:
    """Return the current page of a guideline."""
    return render_current(archive, _newest(archive), PUBLICATION)


def frozen_page_of(archive: Archive) -> str:
    """Return the permanent page of the newest release."""
    return render_release(archive, _newest(archive), PUBLICATION)


def change_page_of(archive: Archive) -> str:
    """Return the page of all changes."""
    return render_changes(archive)


def _newest(archive: Archive) -> Release:
    assert archive.latest is not None
    return archive.latest


# What readers and apps are given of the newest release. A page is the dearest to render.
SURFACES: Mapping[str, Callable[[Archive], str]] = {
    "page": lambda archive: visible(page_of(archive)),
    "JSON": lambda archive: _newest(archive).bundle_bytes.decode(),
    "Markdown": lambda archive: EXPORTS["markdown"].render(_newest(archive).guideline),
}


def surfaces_of(archive: Archive) -> dict[str, str]:
    """Return what is shown of the newest release on each surface."""
    return {name: render(archive) for name, render in SURFACES.items()}


def versions_of(archive: Archive) -> str:
    """Return ``versions.json`` of a guideline."""
    return stage_current_api(archive)["versions.json"].decode()


def same(old: Any, new: Any) -> bool:
    """Tell whether two values are the same JSON."""
    return canonical(old) == canonical(new)
