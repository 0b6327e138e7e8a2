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
from urllib.parse import urlsplit

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


def answer_to_own_names(app: Any, own: str, environ: Any, start: Any) -> Any:
    """Be the WSGI application where ``Host`` is an address, localhost or ``own``, or refuse."""
    with suppress(ValueError):
        name = urlsplit(f"//{environ.get('HTTP_HOST', '')}").hostname or ""
        if name in {"localhost", own.lower()} or ip_address(name):
            return app(environ, start)
    start("403 Forbidden", [("Content-Type", "text/plain; charset=utf-8")])
    return [b"This preview answers to localhost, to addresses, and to the name in --address."]
