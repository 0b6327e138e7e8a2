"""The script of the pages: small parts with one purpose each, joined into one file.

Classic scripts run from a folder too, where modules do not load; one file is one request.
"""

from __future__ import annotations

from importlib.resources import files

SCRIPT = "assets/guidepress.js"
# In the order in which they stand: each may use those before it.
PARTS = (
    "page",
    "scheme",
    "copying",
    "citations",
    "glance",
    "published",
    "versions",
    "since",
    "changes",
    "compare",
    "start",
)
_HEAD = """\
/* What a page can do beyond being read. Without it every text is there and every link leads on. */
"""


def render_script() -> str:
    """Return the one script, closed in itself: no part of it is seen by any other."""
    folder = files("guidepress.site") / "scripts"
    parts = ((folder / f"{name}.js").read_text(encoding="utf-8") for name in PARTS)
    return "".join((_HEAD, '(() => {\n"use strict";\n\n', "\n".join(parts), "})();\n"))
