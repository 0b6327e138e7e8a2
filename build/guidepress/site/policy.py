"""A Content-Security-Policy for each built page: no script runs that the page did not ship with.

https://www.w3.org/TR/CSP3/ - inline scripts and styles are allowed by their sha256, no other is.
A preview answers to its own names only: a foreign site whose name leads to this machine reads none.
"""

import re
from base64 import b64encode
from contextlib import suppress
from hashlib import sha256
from ipaddress import ip_address
from typing import Any

_INLINE = {
    name: re.compile(rf"<{name}(?P<attributes>[^>]{{0,500}})>(?P<text>.*?)</{name}>", re.DOTALL)
    for name in ("script", "style")
}
_ON_EACH_PAGE = (
    "img-src 'self' data:; font-src 'self'; connect-src 'self'; worker-src 'self'; "
    "manifest-src 'self'; base-uri 'none'; form-action 'none'"
)
_CHARSET = re.compile(r'<meta charset="?utf-8"?\s*/?>', re.IGNORECASE)


def with_policy(page: str) -> str:
    """Return the page with its policy right behind the declaration of its character set."""
    policy = render_policy(page)
    meta = f'<meta http-equiv="Content-Security-Policy" content="{policy}">'
    return _CHARSET.sub(lambda charset: charset[0] + meta, page, count=1)


def render_policy(page: str) -> str:
    """Return the policy of a page: its own files, and the inline scripts that it has now."""
    inline = (" ".join((f"{name}-src 'self'", *_hashes(page, name))) for name in _INLINE)
    return "; ".join(("default-src 'none'", *inline, _ON_EACH_PAGE))


def _hashes(page: str, name: str) -> list[str]:
    found = _INLINE[name].finditer(page)
    inline = {each["text"] for each in found if _is_run(each["attributes"])}
    digests = (b64encode(sha256(text.encode()).digest()).decode() for text in inline)
    return sorted(f"'sha256-{digest}'" for digest in digests)


def _is_run(attributes: str) -> bool:
    """Tell whether a browser would run the text: not that of another file, and not data."""
    return "src=" not in attributes and "json" not in attributes


# As a browser sends it: a name or an address, and the port unless it is that of HTTP.
_HOST = re.compile(r"(?P<name>[a-z0-9.-]+|\[[0-9a-f:.]+\])(?::(?P<port>[1-9][0-9]{0,4}))?")


def answer_to_own_names(app: Any, own: tuple[str, int], environ: Any, start: Any) -> Any:
    """Be the WSGI application where ``Host`` is an address, localhost or ``own``, or refuse.

    ``own`` is a name and the port. A target with a host of its own would stand above ``Host``.
    """
    asked = _HOST.fullmatch(environ.get("HTTP_HOST", "").lower())
    path = environ.get("PATH_INFO", "")
    if asked and path.startswith("/") and not path.startswith("//"):
        is_own = asked["name"] in {"localhost", own[0].lower()} or _is_address(asked["name"])
        if is_own and int(asked["port"] or 80) == own[1]:
            return app(environ, start)
    start("403 Forbidden", [("Content-Type", "text/plain; charset=utf-8")])
    return [b"This preview answers to localhost, to addresses, and to the name in --address."]


def _is_address(name: str) -> bool:
    with suppress(ValueError):
        return (ip_address(name.strip("[]")).version == 6) == name.startswith("[")  # noqa: PLR2004
    return False
