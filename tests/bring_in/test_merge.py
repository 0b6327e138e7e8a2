"""A later file of the source meets what editors changed since the last one."""

from __future__ import annotations

import copy
from collections.abc import Callable
from typing import Any, NamedTuple

import pytest

from bring_in.summary import SUMMARY, later
from guidepress.bring_in.account import Baseline, Tree, flatten, read_baseline
from guidepress.bring_in.merge import Merge, Merged
from guidepress.bring_in.parts import _by_likeness, _candidates
from guidepress.bring_in.pdq import Document, read_pdq
from guidepress.problem import UnusableError

Data = dict[str, Any]
Edit = Callable[[Tree], None]


class Outcome(NamedTuple):
    tree: Tree
    merged: Merged
    asked: list[tuple[str, str]]
    baseline: Baseline


def whole(document: Document) -> Data:
    return {**document.files["guideline"], **document.files["references"]}


def baseline_of(
    document: Document, values: Data | None = None, lists: Data | None = None
) -> Baseline:
    tree = flatten(whole(document))
    made = Baseline(
        document.source,
        document.updated,
        "",
        document.ids,
        document.works,
        values or tree.values,
        lists or tree.lists,
    )
    return read_baseline(made.to_bytes(), "import.json")


def first() -> tuple[Baseline, Data]:
    document = read_pdq(SUMMARY.encode(), "hay-fever", {}, {})
    return baseline_of(document), whole(document)


def bring(
    data: bytes,
    edit: Edit | None = None,
    keep: tuple[str, ...] = (),
    ours: Data | None = None,
    base: Baseline | None = None,
) -> Outcome:
    start, content = first()
    base, ours = base or start, copy.deepcopy(ours or content)
    if edit:
        edit(flatten(ours))
    document = read_pdq(data, "hay-fever", dict(base.ids), dict(base.works))
    asked: list[tuple[str, str]] = []
    merge = Merge(base, ours, whole(document), lambda at, text: asked.append((at, text)), keep)
    merged = merge.run()
    after = baseline_of(document, merged.values, merged.lists)
    return Outcome(flatten(merged.data), merged, asked, after)


def says(outcome: Outcome, address: str) -> Any:
    return outcome.tree.entries[address].get("text")


def test_the_same_file_again_changes_nothing() -> None:
    _, content = first()
    outcome = bring(SUMMARY.encode())
    assert outcome.merged.data == content
    assert not outcome.asked
    assert not outcome.merged.counts


def test_what_only_the_source_changed_is_taken() -> None:
    outcome = bring(later(("Sprays are used daily.", "Sprays are used twice a day.")))
    assert says(outcome, "p-10") == "Sprays are used twice a day."
    # The other two are the dates of the file and of its source.
    assert outcome.merged.counts == {"changed": 3}
    assert not outcome.asked


def test_what_only_an_editor_changed_stays() -> None:
    def edit(tree: Tree) -> None:
        tree.entries["p-10"]["text"] = "Use sprays daily."
        tree.entries["p-21"]["kind"] = "benefit"

    outcome = bring(later(), edit)
    assert says(outcome, "p-10") == "Use sprays daily."
    assert outcome.tree.entries["p-21"]["kind"] == "benefit"
    assert not outcome.asked


def test_changes_of_different_keys_of_one_statement_meet() -> None:
    def edit(tree: Tree) -> None:
        tree.entries["p-10"]["kind"] = "practical"

    outcome = bring(later(("Sprays are used daily.", "Sprays help.")), edit)
    assert outcome.tree.entries["p-10"] == {
        "id": "p-10",
        "text": "Sprays help.",
        "kind": "practical",
    }
    assert not outcome.asked


def test_what_both_changed_is_asked_until_somebody_decides() -> None:
    def edit(tree: Tree) -> None:
        tree.entries["p-10"]["text"] = "Use sprays daily."

    changed = later(("Sprays are used daily.", "Sprays help."))
    outcome = bring(changed, edit)
    assert says(outcome, "p-10") == "Use sprays daily."
    ((address, text),) = outcome.asked
    assert address == "p-10"
    assert "“Use sprays daily.”" in text
    assert "“Sprays help.”" in text
    again = bring(changed, ours=outcome.merged.data, base=outcome.baseline)
    assert again.asked == outcome.asked
    kept = bring(changed, ours=outcome.merged.data, base=outcome.baseline, keep=("p-10",))
    assert not kept.asked
    assert says(kept, "p-10") == "Use sprays daily."
    settled = bring(changed, ours=kept.merged.data, base=kept.baseline)
    assert not settled.asked


def test_what_left_the_source_goes_unless_it_was_edited() -> None:
    gone = later(('<Para id="_10">Sprays are used daily.</Para>', ""))
    assert "p-10" in bring(gone).merged.removed

    def edit(tree: Tree) -> None:
        tree.entries["p-10"]["kind"] = "practical"

    outcome = bring(gone, edit)
    assert says(outcome, "p-10") == "Sprays are used daily."
    assert outcome.asked[0][0] == "p-10"


def test_what_an_editor_took_out_does_not_come_back() -> None:
    def edit(tree: Tree) -> None:
        tree.entries["other-treatment"]["content"].pop()

    assert "p-21" not in bring(later(), edit).tree.entries
    changed = bring(later(("Tablets help too.", "Tablets do not help.")), edit)
    assert "p-21" not in changed.tree.entries
    assert changed.asked[0][0] == "p-21"


def test_what_an_editor_added_stays_where_it_is() -> None:
    def edit(tree: Tree) -> None:
        content = tree.entries["overview-of-hay-fever"]["content"]
        content.insert(1, {"id": "our-own", "text": "Ours."})

    new = ('<Para id="_3">', '<Para id="_99">New.</Para><Para id="_3">')
    outcome = bring(later(new), edit)
    order = [each["id"] for each in outcome.tree.entries["overview-of-hay-fever"]["content"]]
    assert order[:4] in (["p-2", "our-own", "p-99", "p-3"], ["p-2", "p-99", "our-own", "p-3"])


def test_a_statement_that_the_source_moves_takes_its_edits_along() -> None:
    def edit(tree: Tree) -> None:
        tree.entries["p-21"]["kind"] = "benefit"

    moved = later(
        ('<Para id="_21">Tablets help too.<Reference refidx="1"/></Para>', ""),
        (
            '<Para id="_10">',
            '<Para id="_21">Tablets help too.<Reference refidx="1"/></Para><Para id="_10">',
        ),
        (
            "<Title>Other treatment</Title>",
            '<Title>Other treatment</Title><Para id="_22">Else.</Para>',
        ),
    )
    outcome = bring(moved, edit)
    assert outcome.tree.parents["p-21"] == "sprays-come-first/content"
    assert outcome.tree.entries["p-21"]["kind"] == "benefit"
    assert not outcome.asked


def test_statements_moved_into_a_new_section_take_their_edits_along() -> None:
    def edit(tree: Tree) -> None:
        tree.entries["p-21"]["text"] = "Tablets help as well. [@alder-2001]"

    old = '<Para id="_21">Tablets help too.<Reference refidx="1"/></Para>'
    inner = f'<SummarySection id="_30"><Title>Tablets</Title>{old}</SummarySection>'
    outcome = bring(later((old, inner)), edit)
    assert outcome.tree.parents["p-21"] == "tablets/content"
    assert says(outcome, "p-21") == "Tablets help as well. [@alder-2001]"


@pytest.mark.parametrize(
    ("old", "new", "kept"),
    [
        (
            "<ListItem>Close the windows.</ListItem>",
            "",
            {"i2": "**Wash:** rinse the nose.\n\nWith salt water."},
        ),
        (
            "<ListItem>Close the windows.</ListItem>",
            "<ListItem>Count the days.</ListItem><ListItem>Close the windows.</ListItem>",
            {"i1": "Close the windows.", "i5": "Count the days."},
        ),
        (
            "<ListItem>Left side.</ListItem><ListItem>Right side.",
            "<ListItem>Left side first.</ListItem><ListItem>Then wait.</ListItem><ListItem>Right side.",
            {"i3": "Left side first.", "i4": "Right side. [@alder-2001]", "i5": "Then wait."},
        ),
    ],
)
def test_items_keep_their_ids_by_what_they_say(old: str, new: str, kept: dict[str, str]) -> None:
    outcome = bring(later((old, new)))
    assert {part: says(outcome, f"list-5.{part}") for part in kept} == kept
    assert not outcome.asked


WINDOWS = "<ListItem>Close the windows.</ListItem>"


def test_an_entry_is_the_one_that_it_is_most_like() -> None:
    old, new = (
        "<ListItem>Close the windows at noon.</ListItem>",
        "<ListItem>Close the windows and doors.</ListItem>",
    )
    start = bring(later((WINDOWS, WINDOWS + new)))
    outcome = bring(later((WINDOWS, old + new)), ours=start.merged.data, base=start.baseline)
    assert says(outcome, "list-5.i5") == "Close the windows and doors."
    outcome = bring(
        later((WINDOWS, "<ListItem>Close all the windows and doors.</ListItem>")),
        ours=start.merged.data,
        base=start.baseline,
    )
    assert says(outcome, "list-5.i5") == "Close all the windows and doors."
    assert "list-5.i1" not in outcome.tree.entries


def test_many_changed_entries_are_compared_with_those_about_as_far_down() -> None:
    """Each with each of some hundred rows would take minutes."""
    come = {n: f"drug {n} twice a day" for n in range(1000)}
    gone = {f"r{n}": f"drug {n} once a day" for n in range(1000)}
    assert len([*_candidates([*come], [*gone])]) < 25_000
    assert len([*_candidates([*range(3)], ["a", "b"])]) == 6
    assert _by_likeness(come, gone) == {n: f"r{n}" for n in range(1000)}


def test_an_entry_with_other_words_is_known_by_what_is_below_it() -> None:
    words = ("<Strong>Wash:</Strong> rinse the nose.<Para", "Clean.<Para")
    outcome = bring(later(words))
    assert says(outcome, "list-5.i2") == "Clean.\n\nWith salt water."
    assert outcome.tree.lists["list-5.i2/items"] == ["list-5.i3", "list-5.i4"]


HEAD = '<entry NameSt="c2" NameEnd="c3">Dose<Superscript>2</Superscript></entry>'


def test_a_column_with_another_heading_is_known_by_its_cells() -> None:
    outcome = bring(later((HEAD, HEAD.replace("Dose", "How much"))))
    columns = outcome.tree.lists["table-8/table/columns"]
    assert columns == ["table-8.c1", "table-8.c2", "table-8.c3"]
    assert outcome.tree.entries["table-8.c2"]["group"] == "How much"


def test_a_column_that_comes_or_goes_takes_its_cells_along() -> None:
    def table(*rows: str) -> bytes:
        columns = len(rows[0].split(","))
        made = [
            "".join(f"<entry>{each}</entry>" for each in row.split(",")).join(("<Row>", "</Row>"))
            for row in rows
        ]
        body = f"<THead>{made[0]}</THead><TBody>{''.join(made[1:])}</TBody>"
        whole = f'<Table id="_80"><TGroup Cols="{columns}">{body}</TGroup></Table>'
        return later(('<Para id="_10">', f'{whole}<Para id="_10">'))

    start = bring(table("Age,Dose", "2 years,5 mg", "5 years,10 mg"))
    wider = table("Age,Route,Dose", "2 years,oral,5 mg", "5 years,oral,10 mg")
    outcome = bring(wider, ours=start.merged.data, base=start.baseline)
    (row, _) = outcome.tree.entries["table-80"]["table"]["rows"]
    assert [*row["cells"].items()] == [("c1", "2 years"), ("c3", "oral"), ("c2", "5 mg")]


def test_a_cell_of_a_column_that_left_is_gone_with_its_spans() -> None:
    wide = '<entry NameSt="c2" NameEnd="c3">none<Reference refidx="2"/></entry>'
    narrow = '<entry/><entry>none<Reference refidx="2"/></entry>'
    outcome = bring(later((wide, narrow)))
    assert outcome.tree.entries["table-8.r2"]["cells"] == {"c3": "none [@cedar-1999]"}


def test_a_section_without_its_text_leaves_and_no_link_leads_to_it() -> None:
    para = '<Para id="_21">Tablets help too.<Reference refidx="1"/></Para>'
    link = 'daily; see <SummaryRef href="#_20">tablets</SummaryRef>.'
    for rest in ("", '<Para id="_21"> </Para>'):
        outcome = bring(later((para, rest), ("Sprays are used daily.", f"Sprays are used {link}")))
        assert "other-treatment" in outcome.merged.removed
        assert "other-treatment" not in outcome.merged.data["body"]
        assert says(outcome, "p-10") == "Sprays are used daily; see tablets."


def test_an_item_that_the_source_moves_keeps_its_id_and_its_edits() -> None:
    def edit(tree: Tree) -> None:
        tree.entries["list-5.i1"]["kind"] = "practical"

    item = "<ListItem>Close the windows.</ListItem>"
    outcome = bring(
        later((item, ""), ("<ListItem>Right side.", f"{item}<ListItem>Right side.")), edit
    )
    assert says(outcome, "list-5.i1") == "Close the windows."
    assert outcome.tree.entries["list-5.i1"]["kind"] == "practical"
    assert not outcome.asked


def test_a_conflict_in_a_long_text_is_shown_where_the_two_differ() -> None:
    text = f"Sprays of 10 mg are used {'very ' * 20}often, by all children."

    def edit(tree: Tree) -> None:
        tree.entries["p-10"]["text"] = text.replace("all", "most")

    base, content = first()
    start = bring(later(("Sprays are used daily.", text)), ours=content, base=base)
    changed = later(("Sprays are used daily.", text.replace("10", "20")))
    outcome = bring(changed, edit, ours=start.merged.data, base=start.baseline)
    ((_, asked),) = outcome.asked
    assert asked.endswith(": here “10”, there “20”; here “most”, there “all”")


def test_a_new_row_leaves_the_ids_of_the_others() -> None:
    row = '<Row><entry NameSt="c2" NameEnd="c3">none<Reference refidx="2"/></entry></Row>'
    outcome = bring(later((row, f"{row}<Row><entry>Adults</entry><entry>10 mg</entry></Row>")))
    rows = {at for at in outcome.tree.entries if at.startswith("table-8.r") and "/" not in at}
    assert rows == {"table-8.r1", "table-8.r2", "table-8.r3"}


def test_a_work_keeps_its_key() -> None:
    cited = later(
        (
            'Tablets help too.<Reference refidx="1"/>',
            'Tablets help too.<Reference refidx="1"/><Reference refidx="2"/>',
        ),
        (
            "45-9, 2001.</Citation></ReferenceSection>\n </SummarySection>\n <DateFirst",
            '45-9, 2001.</Citation><Citation idx="2" PMID="22222222">Alder A: Other pollen. J Trees 13 (1): 1-2, 2001.</Citation></ReferenceSection>\n </SummarySection>\n <DateFirst',
        ),
    )
    outcome = bring(cited)
    assert says(outcome, "p-21") == "Tablets help too. [@alder-2001; @alder-2001a]"
    assert outcome.tree.entries["alder-2001"]["PMID"] == "11111111"


@pytest.mark.parametrize("data", [b"", b"{}", b"[" * 100_000, b'{"source": 1}', b"\xff"])
def test_a_damaged_baseline_is_named(data: bytes) -> None:
    with pytest.raises(UnusableError, match=r"import\.json is damaged; restore it from git"):
        read_baseline(data, "import.json")
