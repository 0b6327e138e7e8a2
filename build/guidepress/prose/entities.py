"""Signs that are written by their names, such as ``&lt;``."""

import re
import unicodedata

ENTITY = r"\#[0-9]{1,7}|\#[xX][0-9a-fA-F]{1,6}|[A-Za-z][A-Za-z0-9]{1,31}"
_ENTITY = re.compile(rf"&({ENTITY});")


def sign_of(name: str) -> str | None:
    """Return the sign of that name in HTML, or None where there is none that is seen."""
    from html import unescape
    from html.entities import html5

    if not name.startswith("#") and f"{name};" not in html5:
        return None
    sign = unescape(f"&{name};")
    # What nobody can see would be lost, so it is shown as it is written.
    seen = all(each.isprintable() or unicodedata.category(each) == "Zs" for each in sign)
    return sign if seen and "\N{REPLACEMENT CHARACTER}" not in sign else None


def with_signs(text: str) -> str:
    """Return the text with each sign in the place of its name."""
    return _ENTITY.sub(lambda found: sign_of(found[1]) or found[0], text) if "&" in text else text
