"""The search finds what clinicians look for, in the order that they need, among few and many guidelines."""

from __future__ import annotations

import gzip
import json
import re
import shutil
import subprocess
from copy import deepcopy
from itertools import chain
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
import yaml

from browsing import arrive
from conftest import REPOSITORY, TESTS
from guidepress.content import read_content
from guidepress.history.reading import read_archive
from guidepress.model import Guideline, from_data, iter_entities
from guidepress.site.places import Entry, render_entries, render_pages, render_places
from guidepress.site.search import find_words, fold, join_search, split_words
from limits import LIMIT

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from playwright.sync_api import BrowserContext

GID = "childhood-sts-recurrent"
MODULE = REPOSITORY / "build/guidepress/site/scripts/search.js"
QUERIES = yaml.safe_load((TESTS / "site/queries.yaml").read_text("utf-8"))["three"]
RIGHT, BYTES, FIRST_VISIT = 0.9, 200_000, 120_000
pytestmark = pytest.mark.checkout


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """What is searched of three guidelines, and of a page."""
    folder = tmp_path_factory.mktemp("searched")
    tree = render_entries(read_archive(REPOSITORY / "content" / GID, f"content/{GID}"))
    for name in ("gonorrhoea", "kdigo/2"):
        content = read_content(TESTS / "pieces" / name, name)
        tree |= render_places(content.guideline, content.bundle)
    tree |= render_pages(
        {"legal/index.md": b"---\nhide: []\n---\n\n# Legal notice\n\n<p>Who we are.</p>"}
    )
    (folder / "assets").mkdir()
    shutil.copy(REPOSITORY / "site_overrides/assets/search-partners.json", folder / "assets")
    for name, data in (tree | join_search(find_words(tree))).items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_bytes(data)
    return folder


@pytest.fixture(scope="module")
def ask_all(site: Path) -> Callable[..., list[Any]]:
    def ask(*queries: str) -> list[Any]:
        done = subprocess.run(
            ["node", TESTS / "site/run_queries.mjs", MODULE, site],
            input=json.dumps(queries),
            capture_output=True,
            text=True,
            check=True,
            timeout=LIMIT,
        )
        return list(json.loads(done.stdout))

    return ask


@pytest.fixture(scope="module")
def answers(ask_all: Callable[..., list[Any]]) -> list[Any]:
    return ask_all(*(str(each["query"]) for each in QUERIES))


def read_entries(files: Mapping[str, bytes]) -> dict[str, Entry]:
    """Return the places of a guideline by their anchors."""
    (data,) = files.values()
    entries = (Entry(*each) for each in json.loads(data)["entries"])
    return {each.path.partition("#")[2]: each for each in entries}


def entries_of(piece: str) -> dict[str, Entry]:
    content = read_content(TESTS / "pieces" / piece, piece)
    return read_entries(render_places(content.guideline, content.bundle))


def is_right(wanted: Any, answer: Any) -> bool:
    places = answer["places"][: wanted.get("within", 1)]
    found = [each["id"] or each["gid"] for each in places]
    return wanted["first"] in found if wanted["first"] else not found


def test_the_right_place_is_first_for_what_clinicians_type(answers: list[Any]) -> None:
    pairs = list(zip(QUERIES, answers, strict=True))
    wrong = [wanted["query"] for wanted, answer in pairs if not is_right(wanted, answer)]
    assert len(pairs) >= 40
    assert len(wrong) <= (1 - RIGHT) * len(pairs), wrong


def test_a_first_search_loads_little(answers: list[Any]) -> None:
    assert max(each["bytes"] for each in answers) < BYTES


def test_all_words_come_before_some_and_options_before_what_is_said_of_them(
    ask_all: Callable[..., list[Any]],
) -> None:
    for answer in ask_all("pazopanib recurrent", "ceftriaxone pharynx", "gonorrhoea ceftriaxone"):
        matched = [each["matched"] for each in answer["places"]]
        assert matched == sorted(matched, reverse=True)
        assert answer["places"][0]["kind"] in {"option", "recommendation"}


def test_what_is_spelt_otherwise_is_named(ask_all: Callable[..., list[Any]]) -> None:
    found = {
        each["query"]: each["corrected"]
        for each in ask_all("trabectadin", "pazopanib", "Schöffski")
    }
    assert found == {
        "trabectadin": [["trabectadin", "trabectedin"]],
        "pazopanib": [],
        "Schöffski": [],
    }


def test_a_code_an_author_a_number_and_a_version_lead_to_one_place(
    ask_all: Callable[..., list[Any]],
) -> None:
    queries = (
        "RxNorm 2193",
        "A10BA02",
        "Zagars 2003",
        "22835783",
        "3.1.13",
        "version 1.0.0",
        "legal notice",
    )
    firsts = [answer["places"][0] for answer in ask_all(*queries)]
    assert [each["kind"] for each in firsts] == [
        *("option", "option", "reference", "reference", "recommendation", "version", "page"),
    ]


def test_python_and_javascript_part_words_alike() -> None:
    texts = [
        "ET-743, 2.5 mg/m² (IM)", "Schöffski’s tumour: haemorrhage", "Größe œdema \u00adx\u00ad", "van der Graaf, W. T.",
        "version 1.0.0-rc.1", "10⁹/L ½ Ⅳ", "β-Laktam naïve", "foetal our four", "中文 العربية", "e\u0301te\u0301", "_a_b__c",
        *(each["query"] for each in QUERIES),
    ]  # fmt: skip
    program = (
        "const { wordsOf } = await import(process.argv[1]);"
        "let all = ''; for await (const part of process.stdin) all += part;"
        "console.log(JSON.stringify(JSON.parse(all).map(wordsOf)));"
    )
    done = subprocess.run(
        ["node", "--input-type=module", "-e", program, MODULE.as_uri()],
        input=json.dumps([str(each) for each in texts]),
        capture_output=True,
        text=True,
        check=True,
        timeout=LIMIT,
    )
    assert json.loads(done.stdout) == [split_words(str(each)) for each in texts]
    assert fold("Tumour") == fold("tumor")


def test_every_entity_that_a_page_shows_can_be_found(site: Path) -> None:
    entries = json.loads((site / f"search/in/{GID}.json").read_bytes())["entries"]
    anchors = {path.partition("#")[2] for _, path, *_ in entries}
    bundle = read_archive(REPOSITORY / "content" / GID, f"content/{GID}").releases[-1].bundle
    for kind in ("options", "factors", "sections", "references"):
        assert {each["id"] for each in bundle[kind]} <= anchors
    # Of versions, only the current one is searched; the others are found as such.
    assert [path for kind, path, *_ in entries if kind == "version"] == [
        *("2.0.0/index.html", "1.0.0/index.html"),
    ]


PIECES = (
    *("gonorrhoea", "influenza", "antenatal", "kdigo/2", "ceosys/2", "opioids/2"),
    *("uspstf/2", "monograph/2", "awmf/2", "back/2"),
)


@pytest.mark.parametrize("piece", PIECES)
def test_a_result_says_where_it_belongs_in_words_without_ids_and_note_marks(piece: str) -> None:
    content = read_content(TESTS / "pieces" / piece, piece)
    (data,) = render_places(content.guideline, content.bundle).values()
    entries = [Entry(*each) for each in json.loads(data)["entries"]]
    names = [each.id for each in iter_entities(content.bundle) if "-" in each.id]
    raw = re.compile(rf"(?<![\w-])({'|'.join(map(re.escape, names))})(?![\w-])|\^[a-z]\w*\^")
    shown = [f"{each.title} · {each.text} · {each.limits}" for each in entries]
    said = {*chain.from_iterable(each.names for each in entries)}
    found = [raw.search(each) for each in shown]
    assert [each[0] for each in found if each and each[0] not in said] == []
    homes = {each.path: [entries[home] for home in each.of] for each in entries}
    owners = {f"index.html#{each.id}": each.owner for each in iter_entities(content.bundle)}
    for entry in entries:
        owner = owners.get(entry.path)
        if entry.kind == "dose" or (owner and owner.kind in {"option", "recommendation", "group"}):
            assert owner, entry
            assert f"index.html#{owner.id}" in [each.path for each in homes[entry.path]]
        assert all(each.title for each in homes[entry.path])


def test_a_dose_is_shown_with_its_option(ask_all: Callable[..., list[Any]]) -> None:
    (answer,) = ask_all("ceftriaxone 500 mg pharynx")
    doses = [each for each in answer["places"] if each["kind"] == "dose"]
    assert ("pharynx-light", ["Ceftriaxone for the pharynx"]) in [(d["id"], d["of"]) for d in doses]


def test_a_dose_is_never_found_without_for_whom_and_when_it_is() -> None:
    """A line is shown whole, and the limits of a place always: what is cut is read as meant for all."""
    found = entries_of("gonorrhoea")
    gentamicin = found["gentamicin-once"]
    limits = gentamicin.limits.split("\n")
    assert limits == [
        "Applies when: Site of infection includes cervix, urethra or rectum",
        "Applies when: Ceftriaxone: not available",
        "Contraindication: None of these is suitable for the pharynx.",
    ]
    assert found["gentamicin-azithromycin"].limits == gentamicin.limits
    # What an option says of itself is as limited as the option.
    assert (
        found["conjunctiva-lavage"].limits == "Applies when: Site of infection includes conjunctiva"
    )
    assert found["test-of-cure"].limits == "Stated for infection of the pharynx"
    assert found["regimens-table"].limits == "Note: First ask for reactions to beta-lactams."


def test_a_dose_that_must_not_be_used_says_so_first_and_an_option_advised_against_too() -> None:
    entries = entries_of("influenza")
    assert entries["prevent-young"].title.startswith("Do not use. oseltamivir (prevention)")
    assert "(7 years)" in entries["zanamivir-treat"].title
    limits = entries_of("kdigo/2")["metformin"].limits
    assert limits == "Against: It is stopped. (Applies when: GFR is below 25 mL/min/1.73 m²)"


def test_an_entry_of_a_list_is_shown_with_the_words_before_it() -> None:
    data = deepcopy(dict(read_content(TESTS / "pieces/gonorrhoea", "gonorrhoea").bundle))
    block = next(each for each in iter_entities(data) if each.id == "retest").value
    del block["text"]
    items = [{"id": "young", "text": "children below 2 years"}]
    block["list"] = {"title": "Do not give to:", "items": items}
    listed = read_entries(render_places(from_data(Guideline, data), data))["retest"]
    assert listed.text == "Do not give to: children below 2 years"


@pytest.mark.parametrize("piece", PIECES)
def test_no_line_of_a_result_is_a_bare_number(piece: str) -> None:
    for entry in entries_of(piece).values():
        lines = [*entry.text.split("\n"), *entry.limits.split("\n")]
        assert [each for each in lines if re.fullmatch(r"[\d\W]+", each)] == [], entry


def test_results_of_one_option_are_gathered_and_shown_by_whole_lines() -> None:
    script = f"""
      import {{ excerpt, gather }} from {json.dumps(MODULE.as_uri())};
      const dose = (n) => ({{ gid: "g", of: ["Drug"], matched: 1, n }});
      const [first, second, third, ...rest] = gather([...Array(7).keys()].map(dose));
      const text = "10 mg once. " + "x".repeat(300) + ", not in pregnancy\\n20 mg in adults\\n10 mg a day in adults";
      const found = excerpt({{ kind: "statement", title: "", text, limits: "Stated for children" }}, new Set(["10", "once"]));
      console.log(JSON.stringify([third.more.map((each) => each.n), rest, found]));"""
    done = subprocess.run(
        ["node", "--input-type=module"], input=script, capture_output=True, text=True, check=True, timeout=LIMIT,
    )  # fmt: skip
    more, rest, (line, left, limit) = json.loads(done.stdout)
    # Of lines with fewer of the words it is said that there are some.
    assert left == "…"
    assert (more, rest) == ([3, 4, 5, 6], [])
    assert line.startswith("10 mg once.")
    assert line.endswith("not in pregnancy")
    assert limit == "Stated for children"


def test_a_result_names_the_synonym_or_code_by_which_it_was_found(site: Path) -> None:
    queries = [
        "ET-743",
        "ET743",
        "et 743",
        "2193",
        "trabectedin",
        "trabect",
        "RxNorm 2193 ceftriaxone",
    ]
    script = f"""
      import {{ readFileSync }} from "node:fs";
      import {{ excerpt, openSearch }} from {json.dumps(MODULE.as_uri())};
      const load = async (name) => JSON.parse(readFileSync({json.dumps(f"{site}/search/")} + name.split("?")[0]));
      const found = [];
      for (const query of {json.dumps(queries)}) {{
        const {{ results, marked }} = await openSearch(load).find(query, "");
        found.push([results[0].title, ...excerpt(results[0], marked).filter((each) => each.startsWith("Named there"))]);
        // What stands in the title is not named again.
        const short = results.find((each) => each.title.startsWith("ET-743:"));
        if (short && excerpt(short, marked).join().includes("Named there")) throw new Error(query);
      }}
      console.log(JSON.stringify(found));"""
    done = subprocess.run(
        ["node", "--input-type=module"], input=script, capture_output=True, text=True, check=True, timeout=LIMIT,
    )  # fmt: skip
    named = dict(zip(queries, json.loads(done.stdout), strict=True))
    synonyms = ["Trabectedin", "Named there: ET-743; ecteinascidin 743"]
    code = ["Ceftriaxone", "Named there: 2193"]
    plain = ["Trabectedin"]
    assert [*named.values()] == [
        synonyms,
        ["Trabectedin", "Named there: ET-743"],
        synonyms,
        code,
        plain,
        plain,
        code,
    ]


def test_a_withdrawn_guideline_is_found_with_its_state_and_without_its_options(ended: Path) -> None:
    data = json.loads((ended / "site/search/in/base.json").read_bytes())
    assert data["head"][1] == "3.0.0, withdrawn"
    assert {kind for kind, *_ in data["entries"]} == {"guideline", "version"}


@pytest.mark.browser
def test_the_dialog_leads_by_keyboard_to_the_place_and_stays_quiet(
    context: BrowserContext, address: str
) -> None:
    page = context.new_page()
    heard: list[str] = []
    page.on("console", lambda message: heard.append(message.text))
    page.goto(f"{address}about/index.html")
    page.keyboard.press("/")
    box = page.get_by_role("searchbox", name="Search all guidelines")
    box.press_sequentially("trabectadin")
    status = page.get_by_role("dialog", name="Search").get_by_role("status")
    status.get_by_text("Showing results for trabectedin").wait_for()
    first = page.get_by_role("dialog").get_by_role("listitem").first
    assert first.inner_text().split("\n") == [
        "Trabectedin",
        "Option · Treatment of progressive or recurrent childhood soft tissue sarcoma · 2.0.0, current",
    ]
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    page.wait_for_url(f"**/{GID}/index.html#trabectedin")
    assert heard == []


@pytest.mark.browser
def test_a_first_visit_loads_little_and_nothing_of_the_search_before_it_is_used(
    context: BrowserContext, address: str, built: Path
) -> None:
    page = context.new_page()
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    arrive(page, f"{address}{GID}/index.html")
    assert not [each for each in asked if "/search/" in each]
    files = [built / each.removeprefix(address).partition("?")[0] for each in asked]
    assert sum(len(gzip.compress(each.read_bytes(), mtime=0)) for each in files) <= FIRST_VISIT
    page.get_by_role("button", name="Search", exact=True).click()
    page.keyboard.type("qwertz")
    page.get_by_role("dialog").get_by_text("Nothing was found for “qwertz”").wait_for()
    page.keyboard.press("Escape")
    assert page.evaluate("document.activeElement.textContent") == "Search"
