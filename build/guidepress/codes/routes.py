"""Routes of administration: code, words for readers, SNOMED CT's code, other ways to write it."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Mapping


class Route(NamedTuple):
    """A route: as a sentence has it, its concept in SNOMED CT, and what texts call it."""

    words: str
    snomed: str
    names: tuple[str, ...] = ()


ROUTES: Mapping[str, Route] = {
    "PO": Route("by mouth", "26643006", ("orally", "per os", "p.o.")),
    "IM": Route("into a muscle", "78421000", ("intramuscularly", "intramuscular", "i.m.")),
    "IV": Route("into a vein", "47625008", ("intravenously", "intravenous", "i.v.")),
    "SC": Route("under the skin", "34206005", ("subcutaneously", "subcutaneous", "s.c.")),
    "ID": Route("into the skin", "372464004", ("intradermally", "intradermal")),
    "INH": Route("by inhalation", "447694001", ("inhaled",)),
    "NAS": Route("into the nose", "46713006", ("intranasally", "intranasal")),
    "PR": Route("into the rectum", "37161004", ("rectally", "rectal", "per rectum")),
    "PV": Route("into the vagina", "16857009", ("vaginally", "vaginal")),
    "SL": Route("under the tongue", "37839007", ("sublingually", "sublingual")),
    "BUC": Route("inside the cheek", "54471007", ("buccally", "buccal")),
    "TOP": Route("on the skin", "6064005", ("topically", "topical")),
    "TD": Route("through the skin", "45890007", ("transdermally", "transdermal")),
    "OPH": Route("into the eye", "54485002", ("ophthalmic",)),
    "OT": Route("into the ear", "10547007", ("otic",)),
    "IO": Route("into a bone", "417255000", ("intraosseously", "intraosseous")),
    "IT": Route("into the spinal fluid", "72607000", ("intrathecally", "intrathecal")),
    "IP": Route("into the peritoneum", "38239002", ("intraperitoneally", "intraperitoneal")),
    "IA": Route("into a joint", "12130007", ("intra-articular",)),
    "IVES": Route("into the bladder", "372471009", ("intravesical",)),
    "EPI": Route("into the epidural space", "404820008", ("epidurally", "epidural")),
}
