"""The scripts of the pages: modules with one purpose each, joined into one file.

The modules are what browsers and Node load. Pages get one file, since modules do not load from a
folder, and one file is one request; comparing has one of its own, that other pages need not load.
Each module is a function there, so that it sees what it imports and nothing else.
"""

import re
from collections.abc import Iterable
from importlib.resources import files

from guidepress.resources import SITE_OVERRIDES_FOLDER

# The modules of each, in the order in which they are read: each may import from those before it.
SCRIPTS = {
    "assets/guidepress.js": (
        *("page", "scheme", "copying", "conditions", "glance", "published", "versions", "since"),
        *("reading", "changes", "search", "finding", "lists", "start"),
    ),
    "assets/guidepress-compare.js": ("page", "published", "compare"),
}
_HEAD = """\
/* What a page can do beyond being read. Without it every text is there and every link leads on. */
"""
_IMPORT = re.compile(r'^import (\{[^}]{1,500}\}) from "\./([a-z]{1,40})\.js";$', re.MULTILINE)
_EXPORT = re.compile(r"^export ((?:async )?(?:function|const) (\w{1,60}))", re.MULTILINE)
# Comments and indents are for who reads the modules; a reader of the pages need not load them.
_COMMENT = re.compile(r"^ *(?://.*|/\*[\s\S]{1,2000}?\*/)\n|^ +", re.MULTILINE)


def render_scripts() -> dict[str, bytes]:
    """Return each script, closed in itself: no name of it is seen by other scripts."""
    return {name: _join(modules).encode() for name, modules in SCRIPTS.items()}


def _join(modules: Iterable[str]) -> str:
    folder = files("guidepress.site") / "scripts"
    shared = {"conditions": SITE_OVERRIDES_FOLDER / "assets/conditions.mjs"}
    found = ((name, shared.get(name, folder / f"{name}.js")) for name in modules)
    parts = (_as_function(name, file.read_text("utf-8")) for name, file in found)
    return "".join((_HEAD, '(() => {\n"use strict";\n\n', "\n".join(parts), "})();\n"))


def _as_function(name: str, module: str) -> str:
    """Return a module as a constant that holds what it exports."""
    exported = ", ".join(each[1] for each in _EXPORT.findall(module))
    body = _EXPORT.sub(r"\1", _IMPORT.sub(r"const \1 = $\2;", _COMMENT.sub("", module)))
    return f"const ${name} = (() => {{\n{body}\nreturn {{ {exported} }};\n}})();\n"
