"""``llms.txt`` (https://llmstxt.org): what language models should read here, and quote how."""

from __future__ import annotations

from typing import TYPE_CHECKING

from guidepress.prose import escape_markdown

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from guidepress.site.publication import Publication
    from guidepress.site.summary import Summary


def render_llms(summaries: Sequence[Summary], publication: Publication) -> str:
    """Return the file: the guidelines with their versions and dates, and where the data lie."""
    return "\n".join(_lines(summaries, publication)) + "\n"


def _lines(summaries: Sequence[Summary], publication: Publication) -> Iterator[str]:
    here = publication.address
    yield f"# {escape_markdown(publication.name)}"
    yield ""
    yield "> Clinical guidelines with their versions, evidence and references. Not medical advice."
    yield ""
    yield "Only released text is here. Quote it with version and date, and link to the option:"
    yield "every option, statement and reference has an anchor that stays. A level of evidence"
    yield "belongs to the one statement that it stands beside; the order of options is no ranking."
    yield ""
    yield "## Guidelines"
    yield ""
    for each in summaries:
        yield from _guideline(each, here)
    yield ""
    yield "## Data"
    yield ""
    yield f"- [All guidelines]({here}api/v1/index.json): JSON, with versions, dates and checksums"
    yield f"- [For apps]({here}api/index.html): what lies below api/v1/, and what is promised"
    yield f"- [About]({here}about/index.html): levels, versions and the disclaimer"


def _guideline(summary: Summary, here: str) -> Iterator[str]:
    current = summary.current
    if current is None:
        return
    folder = f"{here}{summary.id}/"
    status = "WITHDRAWN, do not use; " if current.status == "withdrawn" else ""
    said = f"{status}version {current.version}, updated {current.updated or 'not stated'}"
    yield f"- [{escape_markdown(current.title)}]({folder}index.html): {said}"
    yield f"- [JSON of {summary.id}]({here}api/v1/{summary.id}/latest.json): the same as data"
    yield f"- [Changes of {summary.id}]({folder}changes/index.html): every change with its reason"
