"""The script of the pages: modules with one purpose each, joined into one file.

The modules are what browsers and Node load. Pages get one file, since modules do not load from a
folder, and one file is one request. Each module is a function there, so that it sees what it
imports and nothing else.
"""

import re
from importlib.resources import files

from guidepress.resources import SITE_OVERRIDES_FOLDER

SCRIPT = "assets/guidepress.js"
# In the order in which they are read: each may import from those before it.
MODULES = (
    *("page", "scheme", "copying", "conditions", "glance", "published", "versions", "since"),
    *("reading", "changes", "compare", "search", "finding", "lists", "start"),
)
_HEAD = """\
/* What a page can do beyond being read. Without it every text is there and every link leads on. */
"""
_IMPORT = re.compile(r'^import (\{[^}]{1,500}\}) from "\./([a-z]{1,40})\.js";$', re.MULTILINE)
_EXPORT = re.compile(r"^export ((?:async )?(?:function|const) (\w{1,60}))", re.MULTILINE)
# Comments and indents are for who reads the modules; a reader of the pages need not load them.
_COMMENT = re.compile(r"^ *(?://.*|/\*[\s\S]{1,2000}?\*/)\n|^ +", re.MULTILINE)


def render_script() -> str:
    """Return the one script, closed in itself: no name of it is seen by other scripts."""
    folder = files("guidepress.site") / "scripts"
    shared = {"conditions": SITE_OVERRIDES_FOLDER / "assets/conditions.mjs"}
    found = ((name, shared.get(name, folder / f"{name}.js")) for name in MODULES)
    parts = (_as_function(name, file.read_text("utf-8")) for name, file in found)
    return "".join((_HEAD, '(() => {\n"use strict";\n\n', "\n".join(parts), "})();\n"))


def _as_function(name: str, module: str) -> str:
    """Return a module as a constant that holds what it exports."""
    exported = ", ".join(each[1] for each in _EXPORT.findall(module))
    body = _EXPORT.sub(r"\1", _IMPORT.sub(r"const \1 = $\2;", _COMMENT.sub("", module)))
    return f"const ${name} = (() => {{\n{body}\nreturn {{ {exported} }};\n}})();\n"
