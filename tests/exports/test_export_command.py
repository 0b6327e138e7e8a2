"""``guidepress export``, and the same files beside each bundle."""

from __future__ import annotations

import json
import re
import shutil
from typing import TYPE_CHECKING

import pytest
from msgspec.structs import replace

from conftest import REPOSITORY, copy_project, guidepress, overlay
from guidepress.content import read_content
from guidepress.diff.fact import canonical
from guidepress.export import EXPORTS, with_status
from guidepress.export.jsonld import build_jsonld
from guidepress.history.reading import read_archive
from guidepress.model import Guideline, from_data, to_data
from guidepress.release.verify import verify_folder
from guidepress.site.api import stage_release_api, stage_sums
from guidepress.site.publication import Publication
from guidepress.site.stage import find_digests, write_files
from site_trees import stage_guideline

if TYPE_CHECKING:
    from pathlib import Path

    from guidepress.history.archive import Archive, Release

GID = "childhood-sts-recurrent"
RELEASES = read_archive(REPOSITORY / "content" / GID).releases
CASES = sorted(folder for folder in (REPOSITORY / "tests/versions").glob("*/*") if folder.is_dir())


@pytest.fixture(scope="session")
def archive() -> Archive:
    return read_archive(REPOSITORY / "content" / GID)


@pytest.mark.parametrize("form", EXPORTS)
def test_the_newest_release_is_written_unless_another_is_asked_for(
    form: str, project: Path, guideline: Guideline
) -> None:
    done = guidepress(project, "export", GID, "--to", form)
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout == EXPORTS[form].render(guideline).replace("\r\n", "\n")


def test_an_older_release_and_the_draft_are_written_when_asked_for(project: Path) -> None:
    assert (
        '"version": "1.0.0"'
        in guidepress(project, "export", f"{GID}@1.0.0", "--to", "jsonld").stdout
    )
    text = guidepress(project, "export", f"{GID}@draft", "--to", "markdown").stdout
    assert "- Version: draft, not released" in text


@pytest.mark.parametrize(
    ("words", "answer"),
    [
        (
            ("childhood-sts-recurent", "--to", "csl"),
            "there is no guideline childhood-sts-recurent; did you mean childhood-sts-recurrent? there are: ",
        ),
        (
            (f"{GID}@2.0", "--to", "csl"),
            f"{GID} has no release 2.0; did you mean 2.0.0? there are: 1.0.0, 2.0.0",
        ),
        ((GID, "--to", "bibtx"), "there is no format bibtx; did you mean bibtex? there are: csl, "),
        (("../etc", "--to", "csl"), "there is no guideline ../etc"),
    ],
)
def test_what_is_not_there_is_answered_with_what_is(
    words: tuple[str, ...], answer: str, project: Path
) -> None:
    done = guidepress(project, "export", *words)
    assert (done.returncode, done.stdout) == (2, "")
    assert answer in done.stderr


def test_a_draft_without_a_release_is_never_written_unasked(project: Path) -> None:
    shutil.rmtree(project / "content" / GID / "releases")
    done = guidepress(project, "export", GID, "--to", "csv")
    assert (done.returncode, done.stdout) == (2, "")
    assert f"{GID} has no release yet; {GID}@draft is its draft" in done.stderr


def test_nothing_is_exported_from_an_altered_release(project: Path) -> None:
    file = project / "content" / GID / "releases/2.0.0.json"
    file.write_bytes(file.read_bytes().replace(b"2Diii", b"1iiA", 1))
    done = guidepress(project, "export", GID, "--to", "csv")
    assert (done.returncode, done.stdout) == (2, "")
    assert "this frozen file was changed" in done.stderr


@pytest.mark.parametrize("release", RELEASES, ids=[each.version for each in RELEASES])
def test_all_exports_stand_beside_the_bundle(archive: Archive, release: Release) -> None:
    files = stage_release_api(archive, release)
    assert {
        "references.csl.json",
        "references.bib",
        "references.ris",
        "options.csv",
        "fhir-r5.json",
    } <= files.keys()
    assert files["bundle.json"] == release.bundle_bytes
    for each in EXPORTS.values():
        assert files[each.file] == each.render(release.guideline).encode()


def test_checksums_name_the_derived_files(archive: Archive) -> None:
    digests = find_digests(stage_guideline(archive, Publication("Site", "https://example.org/")))
    for release in archive.releases:
        for each in EXPORTS.values():
            assert f"{GID}/{release.version}/{each.file}" in digests


@pytest.mark.parametrize("release", RELEASES, ids=[each.version for each in RELEASES])
def test_a_release_becomes_the_model_and_the_same_bytes_again(release: Release) -> None:
    assert canonical(to_data(release.guideline)) == release.bundle_bytes


@pytest.mark.parametrize("folder", CASES, ids=[f"{each.parent.name}/{each.name}" for each in CASES])
def test_every_example_becomes_the_model_and_the_same_bytes_again(
    folder: Path, tmp_path: Path
) -> None:
    content = read_content(overlay(tmp_path / "base", folder), "base")
    bundle = to_data(content.guideline)
    assert canonical(to_data(from_data(Guideline, json.loads(canonical(bundle))))) == canonical(
        bundle
    )


@pytest.mark.parametrize("form", EXPORTS)
def test_a_withdrawn_guideline_exports_no_option_and_no_statement(
    form: str, withdrawn: Guideline, guideline: Guideline
) -> None:
    text = EXPORTS[form].render(withdrawn)
    for option in guideline.options:
        assert option.name not in text
        assert not any(statement.id in text for statement in option.statements)


def test_markdown_says_that_a_guideline_is_withdrawn_and_why(withdrawn: Guideline) -> None:
    text = EXPORTS["markdown"].render(withdrawn)
    assert "**Withdrawn.** unsafe" in text
    assert "2.0.0" in text


def test_markdown_holds_every_statement_level_and_reference(guideline: Guideline) -> None:
    text = EXPORTS["markdown"].render(guideline)
    for statement in guideline.statements():
        assert statement.text in text
    # One of the two is given in a section, and told again on the option that it is about.
    assert text.count("Level as given by the source: ") == 3
    for reference in guideline.references:
        assert f"- [@{reference.id}]: " in text
    cited = set(re.findall(r"@([a-z][a-z0-9-]+)", text))
    assert cited <= {each.id for each in guideline.references}


def test_markdown_holds_nothing_that_acts_when_another_tool_shows_it(guideline: Guideline) -> None:
    section = guideline.sections[0]
    text = "a <script>alert(1)</script> [b](javascript:alert(1)) ![c](https://example.org/c.png)\n\n# d\n\n[e]: javascript:f\n\n[e]\n\ng\n==="
    block = replace(section.content[0], text=text)
    option = replace(guideline.options[0], name="<img src=x onerror=alert(1)>")
    hostile = replace(guideline, options=(option,), sections=(replace(section, content=(block,)),))
    shown = plain_commonmark(EXPORTS["markdown"].render(hostile))
    for active in ("<script", "<img", 'href="javascript:', "<h1>d", "<h1>g"):
        assert active not in shown


def plain_commonmark(text: str) -> str:
    """Render as a tool would that allows all that CommonMark has."""
    from markdown_it import MarkdownIt

    parser = MarkdownIt("commonmark", {"html": True})
    parser.validateLink = lambda url: url is not None  # type: ignore[method-assign]
    return str(parser.render(text))


def test_jsonld_of_an_evidence_summary_is_a_page_about_its_condition(guideline: Guideline) -> None:
    page = json.loads(EXPORTS["jsonld"].render(guideline))
    assert page["@type"] == "MedicalWebPage"
    assert page["about"]["@type"] == "MedicalCondition"
    text = json.dumps(page)
    assert "MedicalGuideline" not in text
    assert "recommendationStrength" not in text
    assert len(page["citation"]) == 11


@pytest.mark.parametrize(
    ("status", "told"),
    [
        ("withdrawn", {"fhir-r5": '"retired"', "csv": ",withdrawn,", "jsonld": '"withdrawn"'}),
        ("entered-in-error", {"fhir-r5": '"entered-in-error"', "csv": ",entered-in-error,"}),
    ],
)
def test_a_version_that_became_void_says_so_in_each_form(
    guideline: Guideline, status: str, told: dict[str, str]
) -> None:
    void = with_status(guideline, status)
    for form, words in told.items():
        assert words in EXPORTS[form].render(void)
        assert words not in EXPORTS[form].render(guideline)
    assert '"active"' not in EXPORTS["jsonld"].render(void)
    assert "do not use this version" in EXPORTS["markdown"].render(void)
    assert '"final"' not in EXPORTS["fhir-r5"].render(void)


def test_that_a_version_was_superseded_makes_no_file_anew(guideline: Guideline) -> None:
    assert with_status(guideline, "superseded") is guideline


def test_markdown_tells_what_the_page_tells_first(guideline: Guideline) -> None:
    text = EXPORTS["markdown"].render(guideline)
    for told in (
        "Content as of 2015-01-29; no review stated since.",
        "It makes no formal recommendations.",
        "The order of the options is not a ranking, and the list does not claim to be complete.",
        "Approval: recurrent soft tissue sarcoma; not stated: population, authority, date",
        "erratum: J Clin Oncol",
    ):
        assert told in text


def test_a_reconstruction_says_so_in_markdown_and_jsonld() -> None:
    for form in ("markdown", "jsonld", "fhir-r5"):
        assert "Not known: sections, references, citations." in EXPORTS[form].render(
            RELEASES[0].guideline
        )


def test_a_version_that_is_asked_for_without_a_name_is_not_guessed(project: Path) -> None:
    done = guidepress(project, "export", f"{GID}@", "--to", "csv")
    assert (done.returncode, done.stdout) == (2, "")
    assert "write a version behind" in done.stderr


def test_jsonld_of_a_guideline_is_one(guideline: Guideline) -> None:
    identity = replace(guideline.identity, document_type="guideline")
    assert "MedicalGuideline" in json.dumps(build_jsonld(replace(guideline, identity=identity)))


def test_what_csv_markdown_and_jsonld_lose_is_what_the_docs_name(guideline: Guideline) -> None:
    assert "descriptive" not in EXPORTS["csv"].render(guideline)
    assert "trials-for-all" not in EXPORTS["markdown"].render(guideline)
    page = EXPORTS["jsonld"].render(guideline)
    for lost in ("2Diii", "Trabectedin", "others", "et al"):
        assert lost not in page


@pytest.mark.checkout
def test_each_export_has_a_row_in_the_docs() -> None:
    text = (REPOSITORY / "docs/exports.md").read_text(encoding="utf-8")
    for name, each in EXPORTS.items():
        assert f"| `{name}` | `{each.file}` |" in text


def test_the_bytes_depend_on_neither_hash_seed_nor_locale_nor_zone(project: Path) -> None:
    words = ("export", GID, "--to", "fhir-r5")
    one = guidepress(project, *words, PYTHONHASHSEED="1", LC_ALL="C", TZ="UTC")
    other = guidepress(project, *words, PYTHONHASHSEED="2", LC_ALL="C.UTF-8", TZ="Asia/Tokyo")
    assert one.stdout == other.stdout
    assert one.returncode == other.returncode == 0


@pytest.fixture(scope="module")
def withdrawn_project(tmp_path_factory: pytest.TempPathFactory) -> Path:
    project = copy_project(tmp_path_factory.mktemp("withdrawn") / "project")
    words = ("--kind", "withdrawal", "--reason", "Unsafe.", "--date", "2027-01-01", "--future")
    done = guidepress(project, "release", GID, *words)
    assert done.returncode == 0, done.stderr
    return project


@pytest.mark.parametrize("form", EXPORTS)
def test_a_withdrawal_that_was_really_released_exports_nothing_to_act_on(
    form: str, withdrawn_project: Path, guideline: Guideline
) -> None:
    done = guidepress(withdrawn_project, "export", GID, "--to", form)
    assert (done.returncode, done.stderr) == (0, "")
    for option in guideline.options:
        assert option.name not in done.stdout
    for statement in guideline.statements():
        assert statement.text not in done.stdout


@pytest.mark.parametrize("form", EXPORTS)
def test_verify_names_a_derived_file_that_was_altered(
    form: str, archive: Archive, tmp_path: Path
) -> None:
    tree = stage_guideline(archive, Publication("Site", "https://example.org/"))
    api = {
        name.removeprefix("api/v1/"): data
        for name, data in tree.items()
        if name.startswith("api/v1/")
    }
    write_files({**api, **stage_sums(find_digests(tree))}, tmp_path)
    name = f"{GID}/2.0.0/{EXPORTS[form].file}"
    (tmp_path / name).write_bytes(api[name] + b" ")
    faults = [str(each) for each in verify_folder(tmp_path, "api")]
    assert faults == [f"api/{name}:1:1: the file is not the one that SHA256SUMS names [verify]"]
