"""Real files of NCI's: what was counted in them is on the built page, or in the account.

Run where ``GUIDEPRESS_CORPUS`` names the folder with ``pdq/`` and its ``expected.json``.
"""

from __future__ import annotations

import json
import os
import re
import shutil
from collections import Counter
from copy import deepcopy
from functools import cached_property
from html.parser import HTMLParser
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple
from xml.etree.ElementTree import tostring

import pytest

from conftest import copy_project, guidepress
from guidepress.bring_in.elements import parse_summary

if TYPE_CHECKING:
    from xml.etree.ElementTree import Element

CORPUS = Path(os.environ.get("GUIDEPRESS_CORPUS", "absent")) / "pdq"
pytestmark = [
    pytest.mark.corpus,
    pytest.mark.skipif(not CORPUS.is_dir(), reason="GUIDEPRESS_CORPUS names no folder with pdq/"),
]
FILES = sorted(CORPUS.glob("*.xml"))
VOID = frozenset(
    {"br", "col", "hr", "img", "input", "link", "meta", "wbr", "path", "use", "circle"}
)
# Marks on the page, and in the file, that are no words of a text.
MARKS = frozenset({"gp-cite", "gp-chips", "gp-level", "gp-meta", "gp-link", "headerlink"})
BLOCKS = frozenset({"p", "li", "td", "th", "div", "figcaption", "h2", "h3", "h4", "h5", "h6"})
MARKED = ("Reference", "LOERef")
LISTS = ("ItemizedList", "OrderedList")


class Tag(NamedTuple):
    """An element of the page, with what it is in."""

    name: str
    attributes: dict[str, str]
    above: tuple[Tag, ...]

    @property
    def classes(self) -> set[str]:
        return set(self.attributes.get("class", "").split())

    def is_in(self, name: str) -> bool:
        return any(name in {each.name, *each.classes} for each in self.above)

    @property
    def is_repeated(self) -> bool:
        """Whether it shows again, for narrow screens, a cell that spans several rows."""
        return "gp-narrow" in self.classes or self.is_in("gp-narrow")


class Page(HTMLParser):
    """The page of a guideline: its elements, and its words in order."""

    def __init__(self, file: Path) -> None:
        super().__init__()
        self.open: list[Tag] = []
        self.tags: list[Tag] = []
        self.text: list[str] = []
        self.bold: list[str] = []
        self.feed(file.read_text(encoding="utf-8"))

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        made = Tag(tag, {key: value or "" for key, value in attrs}, tuple(self.open))
        if not made.is_repeated:
            self.tags.append(made)
        self.text += [" "] if tag in BLOCKS else []
        self.text += [f" {made.attributes['alt']} "] if "alt" in made.attributes else []
        if tag not in VOID:
            self.open.append(made)

    def handle_endtag(self, tag: str) -> None:
        while tag not in VOID and any(each.name == tag for each in self.open):
            if self.open.pop().name == tag:
                break

    def handle_data(self, data: str) -> None:
        within = [each.classes for each in self.open]
        if self.open and self.open[-1].name == "b" and any("gp-chip" in each for each in within):
            self.bold.append(data)
        if not any(MARKS & each for each in within) and not self._is_note():
            self.text.append(data)

    def _is_note(self) -> bool:
        return [each.name for each in self.open[-2:]] == ["sup", "a"]

    @cached_property
    def words(self) -> str:
        return words_in("".join(self.text))

    def holds(self, element: Element) -> bool:
        return words_of(element) in self.words

    def count(self, name: str, within: str = "") -> int:
        return sum(each.name == name and (not within or each.is_in(within)) for each in self.tags)

    @property
    def headings(self) -> list[str]:
        found = [each for each in self.tags if re.fullmatch("h[2-6]", each.name)]
        ids = [each.attributes.get("id", "_") for each in found if not each.is_in("gp-references")]
        return [each for each in ids if not each.startswith("_")]


def words_in(text: str) -> str:
    found = " ".join(re.findall(r"[^\W_]+", text))
    return f" {found} " if found else " "


def words_of(element: Element) -> str:
    return words_in("".join(own_text(element)))


def own_text(element: Element) -> list[str]:
    """Return the text of an element without the marks in it and the lists and figures below it."""
    found = [element.text or ""]
    for child in element:
        below = child.tag in {*MARKED, *LISTS, "Para", "MediaLink", "Table"}
        note = child.tag == "Superscript" and element.tag in {"Title", "entry"}
        found += (
            []
            if below or (note and "".join(child.itertext()).strip().isdecimal())
            else own_text(child)
        )
        found.append(f" {child.tail}" if below and child.tail else child.tail or "")
    return found


class Case(NamedTuple):
    name: str
    root: Element
    expected: dict[str, Any]
    page: Page
    account: dict[str, Any]

    def left(self, *kinds: str) -> int:
        return sum(each["count"] for each in self.account["left_out"] if each["kind"] in kinds)


@pytest.fixture(scope="module")
def project(tmp_path_factory: pytest.TempPathFactory) -> Path:
    target = copy_project(tmp_path_factory.mktemp("corpus") / "project")
    shutil.rmtree(target / "content/childhood-sts-recurrent")
    for number, file in enumerate(FILES):
        words = ("import", str(file), "--as", f"pdq-{number}", "--format", "json")
        done = guidepress(target, *words)
        assert done.returncode == 0, done.stderr
        (target / f"pdq-{number}.json").write_text(done.stdout, encoding="utf-8")
        done = guidepress(target, "release", f"pdq-{number}", "--date", "2026-01-01")
        assert done.returncode == 0, done.stderr
    assert guidepress(target, "validate").stderr == "no problems\n"
    done = guidepress(target, "build")
    assert done.returncode == 0, done.stderr
    return target


@pytest.fixture(scope="module", params=range(len(FILES)), ids=[each.stem for each in FILES])
def case(project: Path, request: pytest.FixtureRequest) -> Case:
    file = FILES[request.param]
    expected = json.loads((CORPUS / "expected.json").read_text("utf-8"))["documents"][file.name]
    page = Page(project / f"site/pdq-{request.param}/index.html")
    account = json.loads((project / f"pdq-{request.param}.json").read_text("utf-8"))
    return Case(f"pdq-{request.param}", parse_summary(file.read_bytes()), expected, page, account)


def test_each_section_is_a_heading(case: Case) -> None:
    assert len(case.page.headings) == case.expected["sections"]["total"]


def test_each_paragraph_is_on_the_page_word_for_word(case: Case) -> None:
    every = list(case.root.iter("Para"))
    assert len(every) == case.expected["paragraphs"]["total"]
    lost = [words_of(each) for each in every if not case.page.holds(each)]
    assert lost == []


def test_each_item_is_on_the_page_word_for_word(case: Case) -> None:
    every = list(case.root.iter("ListItem"))
    assert len(every) == case.expected["lists"]["items"]
    assert [words_of(each) for each in every if not case.page.holds(each)] == []
    listed = [each for each in case.page.tags if each.name == "li" and each.is_in("gp-statement")]
    # An item has one list below it: the title of a further one is an item of its own.
    further = [
        title
        for item in every
        for inner in [each for each in item if each.tag in LISTS][1:]
        for title in inner.findall("ListTitle")
    ]
    assert len(listed) == len(every) + len(further)


def test_tables_and_cells_are_those_of_the_file(case: Case) -> None:
    tables = case.expected["tables"]
    assert case.page.count("table", "gp-statement") == tables["total"]
    every = [each for table in case.root.iter("Table") for each in table.iter("entry")]
    assert len(every) == tables["cells"]
    assert [words_of(each) for each in every if not case.page.holds(each)] == []
    cells = [
        each for each in case.page.tags if each.is_in("gp-table") and each.name in {"td", "th"}
    ]
    spans = Counter(
        ("columns" if "colspan" in each.attributes else "")
        + ("rows" if "rowspan" in each.attributes else "")
        for each in cells
    )
    # What stands in the foot of a table is a note below it.
    foot = [each for part in case.root.iter("TFoot") for each in part.iter("entry")]
    wide = [each for each in foot if each.get("NameSt") != each.get("NameEnd")]
    assert len(cells) + len(foot) == tables["cells"]
    assert {key: spans[key] for key in ("columns", "rows", "columnsrows")} == {
        "columns": tables["cells_spanning_columns"] - len(wide),
        "rows": tables["cells_spanning_rows"],
        "columnsrows": tables["cells_spanning_both"],
    }


def test_figures_are_there_in_words(case: Case) -> None:
    assert case.page.count("figure") == case.expected["figures"]["total"]
    for each in case.root.iter("MediaLink"):
        assert words_in(each.get("alt") or "") in case.page.words
        assert all(case.page.holds(caption) for caption in each.iter("Caption"))


def test_citations_works_and_pmids_are_counted_alike(case: Case) -> None:
    cited = [
        each
        for each in case.page.tags
        if each.name == "a" and each.is_in("gp-cite") and not each.is_in("gp-meta")
    ]
    assert len(cited) == case.expected["citations"]["total"]
    lists = case.expected["reference_lists"]
    works = [each for each in case.page.tags if each.name == "li" and each.is_in("gp-references")]
    assert len(works) == lists["distinct_works"]
    addresses = [each.attributes.get("href", "") for each in case.page.tags if each.name == "a"]
    pmids = {
        int(found[1]) for each in addresses if (found := re.search(r"pubmed\.ncbi.*/(\d+)/$", each))
    }
    assert sorted(pmids) == case.expected["pmids"]["values"]


def test_each_level_is_at_its_statement(case: Case) -> None:
    codes = Counter(case.expected["levels_of_evidence"]["codes"])
    # The source writes a capital i for a 1 once; its link says so, and the importer asks.
    codes["1iiC"] += codes.pop("IiiC", 0)
    assert Counter(case.page.bold) == codes


def test_each_link_is_on_the_page_or_in_the_account(case: Case) -> None:
    tags = ("SummaryRef", "ExternalRef", "ProtocolRef")
    wanted = sum(
        1 for top in case.root.findall("SummarySection") for each in top.iter() if each.tag in tags
    )
    in_lists = sum(
        1 for one in case.root.iter("ReferenceSection") for each in one.iter() if each.tag in tags
    )
    linked = [
        each
        for each in case.page.tags
        if each.name == "a"
        and any(
            each.is_in(home) for home in ("gp-prose", "gp-table", "li", "figcaption", "gp-note")
        )
        and each.is_in("gp-statement")
        and not MARKS & {name for above in (*each.above, each) for name in above.classes}
        and each.above[-1].name != "sup"
        and not each.attributes["href"].endswith(".csv")
    ]
    assert len(linked) + case.left("links") == wanted - in_lists


def later(file: Path, number: int) -> tuple[bytes, str]:
    """Return a later version of a file with one paragraph revised, and the words that came."""
    root = parse_summary(file.read_bytes())
    para = next(each for each in root.iterfind("SummarySection/Para") if (each.text or "").strip())
    came = f"Revised in version {number}."
    para.text = f"{came} {para.text}"
    (date,) = root.iter("DateLastModified")
    date.text = "2030-01-01"
    return tostring(root, encoding="utf-8"), came


@pytest.mark.parametrize("number", range(len(FILES)), ids=[each.stem for each in FILES])
def test_a_later_file_brings_its_edit_alone_and_editors_keep_theirs(
    project: Path, number: int, tmp_path: Path
) -> None:
    data, came = later(FILES[number], number)
    built = shutil.ignore_patterns("site", ".cache")
    project = shutil.copytree(project, tmp_path / "project", ignore=built)
    (project / "later.xml").write_bytes(data)
    folder = project / f"content/pdq-{number}"
    before = json.loads((folder / "import.json").read_text("utf-8"))["ids"]
    guideline = (folder / "guideline.yaml").read_text("utf-8")
    assert guideline.count("\npopulation:\n") == 1
    edited = guideline.replace("\npopulation:\n", "\npopulation:\n  setting: ours\n")
    (folder / "guideline.yaml").write_text(edited, "utf-8")
    done = guidepress(project, "import", "later.xml", "--as", f"pdq-{number}")
    assert done.returncode == 0, done.stderr
    after = json.loads((folder / "import.json").read_text("utf-8"))["ids"]
    assert after == before
    told = guidepress(project, "diff", "--guideline", f"pdq-{number}", "--format", "json")
    changes = json.loads(told.stdout)["comparisons"][0]["changes"]
    kinds = [each["kind"] for each in changes if each["impact"] != "none"]
    assert sorted(set(kinds) - {"guideline-source-changed"}) == [
        "guideline-population-changed",
        "statement-text-changed",
    ]
    assert any(came in each["sentence"] for each in changes)
    assert any("ours" in each["sentence"] for each in changes)


def revised(root: Element) -> tuple[set[str], Counter[str]]:
    """Edit a file as a publisher does; return the ids that left it, and the changes to be told."""
    above = {child: parent for parent in root.iter() for child in parent}
    expected = Counter({"guideline-dates-changed": 1, "sections-reordered": 1})
    (date,) = root.iter("DateLastModified")
    date.text = "2030-01-01"
    every = [*root.iter("SummarySection")]
    home, inside = next(
        (each, inner) for each in every if len(inner := each.findall("SummarySection")) > 2
    )
    home.remove(inside[0])
    home.insert([*home].index(inside[-1]) + 1, inside[0])
    paragraphs = [each for each in root.iterfind("SummarySection//Para") if each.text]
    paragraphs = [each for each in paragraphs if above[each].tag == "SummarySection"]
    plain = [each for each in paragraphs if len(each) == 0 and len((each.text or "").strip()) > 9]
    gone, numbered, cited = plain[-1], plain[0], plain[1]
    above[gone].remove(gone)
    numbered.text = f"{numbered.text} It was 57 mg."
    heading = next(
        each
        for section in every[6:]
        if (each := section.find("Title")) is not None and each.text and len(each) == 0
    )
    heading.text = f"{heading.text} revised"
    expected += Counter(("statement-text-changed", "statement-retired", "section-title-changed"))
    for body in root.iter("TBody"):
        row = next((each for each in body.findall("Row") if all_plain(each)), None)
        if row is not None:
            body.append(another(row))
            expected["statement-part-added"] += 1
            break
    top = cited
    while above[top] is not root:
        top = above[top]
    if (mark := next(top.iter("Reference"), None)) is not None:
        cited.append(another(mark))
        expected["statement-citations-changed"] += 1
    for level in root.iter("LOERef"):
        if level.text and "3iiiDi" in level.text and above[above[level]].tag == "SummarySection":
            level.text = level.text.replace("3iiiDiv", "2A").replace("3iiiDi", "2A")
            expected["evidence-changed"] += 1
            break
    return {gone.get("id") or ""}, expected


def all_plain(row: Element) -> bool:
    return not any({"MoreRows", "NameSt"} & each.attrib.keys() for each in row.iter("entry"))


def another(element: Element) -> Element:
    """Return a copy of a row with words of its own, or of a mark."""
    made = deepcopy(element)
    made.tail = None
    for each in made.iter():
        each.attrib.pop("id", None)
    for number, entry in enumerate(made.iter("entry")):
        for child in [*entry]:
            entry.remove(child)
        entry.text = f"came later {number}"
    return made


@pytest.mark.parametrize("number", range(len(FILES)), ids=[each.stem for each in FILES])
def test_edits_of_every_kind_are_told_and_nothing_else(
    project: Path, number: int, tmp_path: Path
) -> None:
    root = parse_summary(FILES[number].read_bytes())
    gone, expected = revised(root)
    built = shutil.ignore_patterns("site", ".cache")
    project = shutil.copytree(project, tmp_path / "project", ignore=built)
    (project / "later.xml").write_bytes(tostring(root, encoding="utf-8"))
    folder = project / f"content/pdq-{number}"
    file = folder / "guideline.yaml"
    before = json.loads((folder / "import.json").read_text("utf-8"))["ids"]
    # What the editors wrote stays, wherever the publisher wrote nothing.
    titles = re.findall(r"\n +title: [A-Z][a-z ]+\n", text := file.read_text("utf-8"))
    own = next(each for each in titles[len(titles) // 2 :] if text.count(each) == 1)
    file.write_text(text.replace(own, f"{own[:-1]} as we say\n"), "utf-8")
    done = guidepress(project, "import", "later.xml", "--as", f"pdq-{number}")
    assert done.returncode == 0, done.stderr
    after = json.loads((folder / "import.json").read_text("utf-8"))["ids"]
    assert {each: ours for each, ours in after.items() if each in before} == {
        each: ours for each, ours in before.items() if each in after
    }
    assert before.keys() - after.keys() <= gone
    assert f"{own[:-1]} as we say\n" in file.read_text("utf-8")
    told = guidepress(project, "diff", "--guideline", f"pdq-{number}", "--format", "json")
    changes = json.loads(told.stdout)["comparisons"][0]["changes"]
    of_editors = [each for each in changes if "as we say" in each["sentence"]]
    assert len(of_editors) == 1
    assert Counter(each["kind"] for each in changes if each not in of_editors) == expected
