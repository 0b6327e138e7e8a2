"""An SVG is shown as an image, and must be one: what could run, fetch or deceive is refused.

A browser runs no script of an image on a page, but does where its address is opened by itself.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator
    from xml.etree.ElementTree import Element

_SVG = "{http://www.w3.org/2000/svg}"
_KNOWN = frozenset(
    {"svg", "g", "defs", "symbol", "use", "switch", "title", "desc", "metadata", "style", "view"}
    | {"path", "rect", "circle", "ellipse", "line", "polyline", "polygon", "text", "tspan"}
    | {"textPath", "image", "marker", "clipPath", "mask", "pattern", "filter", "stop"}
    | {"linearGradient", "radialGradient"}
)
# What is drawn nowhere, such as what drawing programs keep for themselves.
_INERT = re.compile(
    r"\{http://(www\.inkscape\.org|sodipodi\.sourceforge\.net|www\.w3\.org/1999/02/22-rdf|"
    r"purl\.org/dc|creativecommons\.org|web\.resource\.org)[^}]{0,200}\}"
)
_TARGET = re.compile(r"\s*(#|data:image/(png|jpeg|webp);base64,)")
_FETCHES = re.compile(r"@import|\\|expression\(|url\((?!\s*['\"]?#)", re.IGNORECASE)


def find_svg_fault(data: bytes) -> str:
    """Return why the bytes are no harmless SVG; nothing if they are one."""
    from defusedxml.common import DefusedXmlException
    from defusedxml.ElementTree import ParseError, fromstring

    try:
        text = data.decode("utf-8-sig")
        root = fromstring(data, forbid_dtd=True)
    except (UnicodeError, LookupError):
        return "it is not UTF-8"
    except DefusedXmlException:
        return "it has a DOCTYPE or entities; save it as plain SVG"
    except (ParseError, ValueError):
        return "it is no well-formed SVG"
    return next(_faults_of_text(text), "") or next(_faults(root), "")


def _faults_of_text(text: str) -> Iterator[str]:
    declared = re.match(r"\s*<\?xml[^>]{0,200}?encoding=[\"']([^\"']{1,40})", text)
    if declared and declared[1].lower() not in {"utf-8", "utf8", "us-ascii"}:
        yield "it is not UTF-8"
    if "<?xml-stylesheet" in text:
        yield "it names a style sheet"


def _faults(root: Element) -> Iterator[str]:
    if root.tag != f"{_SVG}svg":
        yield "it does not begin with <svg> of http://www.w3.org/2000/svg"
    for element in root.iter():
        name = element.tag.removeprefix(_SVG)
        if name not in _KNOWN and not name.startswith("fe") and not _INERT.match(element.tag):
            yield f"it holds <{name.rpartition('}')[2][:80]}>, which is not shown"
        if name == "style" and _FETCHES.search("".join(element.itertext())):
            yield "its style fetches something"
        for key, value in element.attrib.items():
            yield from _faults_of_attribute(key.rpartition("}")[2].lower(), key, value)


def _faults_of_attribute(name: str, key: str, value: str) -> Iterator[str]:
    if name.startswith("on") and name == key.lower():
        yield f"it has a script in {name[:80]}"
    elif name == "base":
        yield "it changes where its links lead (xml:base)"
    elif name in {"href", "src"} and not _TARGET.match(value):
        yield f"it leads out of the file: {value[:80]}"
    elif _FETCHES.search(value) and not _INERT.match(key):
        yield f"its {name[:80]} fetches something"
