"""Make a project with many guidelines, each with releases, shaped like the real one.

Seeded: the same numbers give the same bytes. Content is the real guideline with other diseases,
drugs, figures and lengths; every release is checked, planned and frozen by the tool itself.
"""

from __future__ import annotations

import json
import shutil
from concurrent.futures import ProcessPoolExecutor
from copy import deepcopy
from datetime import date, timedelta
from hashlib import sha256
from multiprocessing import get_context
from pathlib import Path
from random import Random
from typing import TYPE_CHECKING, Any

import yaml

from guidepress.release.freeze import write_release
from guidepress.release.plan import plan_release
from guidepress.release.request import Request
from guidepress.validate.check import check_guideline

if TYPE_CHECKING:
    from collections.abc import Callable, Collection

ROOT = Path(__file__).parents[1]
BASE = ROOT / "content" / "childhood-sts-recurrent"
SEED = 20150129
RELEASES = 5
KINDS = ("guideline", "factors", "options", "references")

DISEASES = [
    "soft tissue sarcoma",
    "neuroblastoma",
    "hepatoblastoma",
    "retinoblastoma",
    "ependymoma",
    "medulloblastoma",
    "osteosarcoma",
    "Wilms tumour",
    "rhabdomyosarcoma",
    "germ cell tumour",
    "thyroid carcinoma",
    "melanoma",
    "craniopharyngioma",
    "adrenocortical carcinoma",
    "pleuropulmonary blastoma",
    "nasopharyngeal carcinoma",
    "chordoma",
    "desmoid tumour",
    "mesothelioma",
    "glioma",
]
PHASES = ("newly diagnosed", "progressive", "recurrent", "metastatic", "localised", "refractory")
GROUPS = ("childhood", "adolescent", "adult", "older adult", "infant")
DRUGS = [
    "pazopanib",
    "sorafenib",
    "regorafenib",
    "lenvatinib",
    "cabozantinib",
    "larotrectinib",
    "entrectinib",
    "crizotinib",
    "temozolomide",
    "irinotecan",
    "topotecan",
    "vinorelbine",
    "ifosfamide",
    "etoposide",
    "carboplatin",
    "eribulin",
    "nivolumab",
    "dinutuximab",
    "selumetinib",
    "tazemetostat",
    "olaratumab",
    "bevacizumab",
    "everolimus",
    "imatinib",
]


def generate_project(folder: Path, count: int, releases: int = RELEASES) -> Path:
    """Make the project, or what is missing of one that this very module began."""
    stamp = folder / "made.json"
    told = {"maker": sha256(Path(__file__).read_bytes()).hexdigest(), "releases": releases}
    found = json.loads(stamp.read_text(encoding="utf-8")) if stamp.is_file() else {}
    if found.get("count", 0) >= count and found | told == found:
        return folder
    if found | told != found:
        shutil.rmtree(folder, ignore_errors=True)
    (folder / "content").mkdir(parents=True, exist_ok=True)
    stamp.write_text(json.dumps({"count": 0, **told}), encoding="utf-8")
    work = [(folder, number, releases) for number in range(count)]
    with ProcessPoolExecutor(mp_context=get_context("spawn")) as executor:
        for _ in executor.map(_generate, work, chunksize=10):
            pass
    stamp.write_text(json.dumps({"count": count, **told}), encoding="utf-8")
    return folder


def _is_whole(folder: Path, releases: int) -> bool:
    """Tell whether all releases are there; the index is what is written last of each."""
    index = folder / "releases" / "index.json"
    return index.is_file() and len(json.loads(index.read_bytes())["releases"]) == releases


def _generate(work: tuple[Path, int, int]) -> None:
    project, number, releases = work
    random = Random(SEED * 1_000 + number)
    files = _first_draft(random, number)
    folder = project / "content" / files["guideline"]["id"]
    if _is_whole(folder, releases):
        return
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir()
    day = date(2015, 2, 1) + timedelta(days=random.randrange(300))
    for release in range(releases):
        edited = []
        if release:
            edited = [random.choice(EDITS)(files, random), _revise(files, random, release)]
        files["guideline"]["updated"] = day
        _write(folder, files, edited)
        request = Request(date=(day + timedelta(days=20)).isoformat())
        plan = plan_release(check_guideline(folder, project), request)
        if plan.refusals:
            raise ValueError(str(plan.refusals[0]))
        write_release(project, folder, plan)
        day += timedelta(days=random.randrange(200, 500))


def _first_draft(random: Random, number: int) -> dict[str, Any]:
    disease, drug = random.choice(DISEASES), random.choice(DRUGS)
    phase, group = random.choice(PHASES), random.choice(GROUPS)
    files = {}
    for kind in KINDS:
        text = (BASE / f"{kind}.yaml").read_text(encoding="utf-8")
        text = text.replace("soft tissue sarcoma", disease).replace("sarcoma", disease)
        text = text.replace("pazopanib", drug).replace("Pazopanib", drug.title())
        files[kind] = yaml.load(text, Loader=yaml.CSafeLoader)  # it is the safe one
    guideline = files["guideline"]
    guideline["id"] = f"{group}-{disease}-{phase}-{number:04}".lower().replace(" ", "-")
    guideline["title"] = f"Treatment of {phase} {group} {disease} ({number})"
    guideline["source"].pop("section", None)
    for copy in range(random.randrange(3)):
        _add_section(files, random, copy)
    return files


def _add_section(files: dict[str, Any], random: Random, number: int) -> None:
    section = deepcopy(files["guideline"]["sections"][1])
    section["id"] += f"-{number}"
    section["title"] += f", part {number + 2}"
    section["content"] = random.sample(section["content"], random.randrange(4, 12))
    for each in section["content"]:
        each["id"] += f"-{number}"
    files["guideline"]["sections"].append(section)
    files["guideline"]["body"].append(section["id"])


def _statements(files: dict[str, Any]) -> list[Any]:
    return [each for section in files["guideline"]["sections"] for each in section["content"]]


# Each edit returns the id of what it edited or added.
def _change_text(files: dict[str, Any], random: Random) -> str:
    each = random.choice(_statements(files))
    each["text"] = f"According to {random.randrange(2, 60)} later reports, {each['text']}"
    return str(each["id"])


def _add_statement(files: dict[str, Any], random: Random) -> str:
    section = random.choice(files["guideline"]["sections"])
    new = deepcopy(_statements(files)[0])
    new["id"] = f"later-{random.randrange(10**9)}"
    new["text"] = f"A series of {random.randrange(10, 900)} patients came to the same conclusion."
    section["content"].append(new)
    return str(new["id"])


def _add_option(files: dict[str, Any], random: Random) -> str:
    option = deepcopy(files["options"]["options"][3])
    drug = random.choice(DRUGS)
    number = random.randrange(10**9)
    option |= {"id": f"option-{number}", "name": f"{drug.title()} in combination"}
    option["interventions"] = [{"name": drug}]
    option["content"][0]["id"] = f"option-{number}-listed"
    files["options"]["options"].append(option)
    return str(option["id"])


EDITS: tuple[Callable[[dict[str, Any], Random], str], ...] = (
    _change_text,
    _add_statement,
    _add_option,
)


def _revise(files: dict[str, Any], random: Random, release: int) -> str:
    """Make a second, smaller change, so that no release is empty and most have several."""
    each = random.choice(_statements(files))
    each["text"] = f"{each['text'].rstrip()} This was looked at again in revision {release}."
    return str(each["id"])


def _write(folder: Path, files: dict[str, Any], edited: Collection[str]) -> None:
    for kind, data in files.items():
        text = yaml.dump(
            data, Dumper=yaml.CSafeDumper, sort_keys=False, allow_unicode=True, width=100
        )
        (folder / f"{kind}.yaml").write_text(text, encoding="utf-8")
    if edited:
        (folder / "notes").mkdir(exist_ok=True)
        about = {"about": sorted(set(edited)), "reason": "New reports were published."}
        text = yaml.safe_dump({**about, "reason_type": "new-evidence"})
        (folder / "notes" / "revision.yaml").write_text(text, encoding="utf-8")
