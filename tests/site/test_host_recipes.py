"""The recipe for nginx on the page for apps, in nginx, as Chromium's fetch sees it from another origin."""

from __future__ import annotations

import os
import re
import shutil
import socket
import textwrap
import time
from typing import TYPE_CHECKING, Any, NamedTuple

import pytest

from browsing import ask
from conftest import REPOSITORY
from limits import running

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from playwright.sync_api import BrowserContext, Page

pytestmark = [
    pytest.mark.browser,
    pytest.mark.checkout,
    pytest.mark.slow,
    pytest.mark.timing,
]

PAGE = (REPOSITORY / "docs/apps.md").read_text("utf-8")
GID = "childhood-sts-recurrent"

CONFIGURATION = """
daemon off;
{user}
worker_processes 1;
pid {room}/pid;
error_log {room}/errors warn;
events {{}}
http {{
    log_format short '$request_method $uri $status';
    access_log {room}/asked short;
    types {{ application/json json; text/html html; }}
    client_body_temp_path {room}/body;
    proxy_temp_path {room}/proxy;
    fastcgi_temp_path {room}/fastcgi;
    uwsgi_temp_path {room}/uwsgi;
    scgi_temp_path {room}/scgi;
    {outside}
    server {{
        listen 127.0.0.1:{port};
        root {site};
        {inside}
    }}
}}
"""


def block(language: str) -> str:
    (found,) = re.findall(rf"^ *```{language}\n(.*?)^ *```", PAGE, re.MULTILINE | re.DOTALL)
    return textwrap.dedent(found)


class Nginx(NamedTuple):
    """The address of ``api/v1``, and the log of what was asked."""

    api: str
    log: Path

    def asked(self, name: str) -> list[str]:
        """Return method and status of each request for a file."""
        lines = [line.split(" ") for line in self.log.read_text("utf-8").splitlines()]
        return [f"{method} {status}" for method, uri, status in lines if uri.endswith(f"/{name}")]


@pytest.fixture
def nginx(built: Path, tmp_path: Path) -> Iterator[Nginx]:
    program = shutil.which("nginx", path="/usr/sbin:/usr/local/sbin:/usr/bin:/opt/homebrew/bin")
    assert program, "no nginx: `make tools` installs one"
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    outside, inside = block("nginx").split("# in server { … }\n")
    # The workers of a server that root starts could not enter the folders of the test.
    user = "user root;" if os.geteuid() == 0 else ""
    text = CONFIGURATION.format(
        user=user, room=tmp_path, site=built, port=port, outside=outside, inside=inside
    )
    file = tmp_path / "nginx.conf"
    file.write_text(text, "utf-8")
    with running([program, "-c", str(file), "-p", str(tmp_path), "-e", str(tmp_path / "errors")]):
        wait_for(port)
        yield Nginx(f"http://127.0.0.1:{port}/api/v1", tmp_path / "asked")


def wait_for(port: int) -> None:
    for _ in range(600):
        with socket.socket() as trial:
            trial.settimeout(0.1)
            if trial.connect_ex(("127.0.0.1", port)) == 0:
                return
        time.sleep(0.05)
    pytest.fail("nginx does not listen")


@pytest.fixture
def elsewhere(context: BrowserContext, address: str) -> Page:
    """A page of another origin, whose own policy does not bind what it asks for."""
    page = context.new_page()
    page.goto(f"{address}feed.json")
    return page


def fetch(page: Page, nginx: Nginx, name: str) -> Any:
    """Run the function that the page for apps shows."""
    sample = block("js")
    return ask(page, f"([API, name]) => {{ {sample} return ask(name); }}", [nginx.api, name])


def test_what_has_not_changed_is_asked_for_without_a_preflight_and_answered_304(
    elsewhere: Page, nginx: Nginx
) -> None:
    first = fetch(elsewhere, nginx, "index.json")
    assert [each["id"] for each in first["guidelines"]] == [GID]
    assert fetch(elsewhere, nginx, "index.json") == first
    assert nginx.asked("index.json") == ["GET 200", "GET 304"]


def test_what_is_not_published_is_seen_as_404(elsewhere: Page, nginx: Nginx) -> None:
    name = f"{GID}/9.0.0/bundle.json"
    assert fetch(elsewhere, nginx, name) is None
    assert fetch(elsewhere, nginx, name) is None
    assert nginx.asked("9.0.0/bundle.json") == ["GET 404", "GET 404"]


PLAIN = "([url, headers]) => fetch(url, {headers}).then(a => a.headers.get('cache-control'))"


def test_what_is_frozen_is_asked_for_once(elsewhere: Page, nginx: Nginx) -> None:
    url = f"{nginx.api}/{GID}/1.0.0/bundle.json"
    for _ in range(2):
        assert ask(elsewhere, PLAIN, [url, {}]) == "public, max-age=31536000, immutable"
    assert nginx.asked("1.0.0/bundle.json") == ["GET 200"]
    latest = ask(elsewhere, PLAIN, [f"{nginx.api}/{GID}/latest.json", {}])
    assert latest == "public, max-age=300, must-revalidate"


def test_a_condition_that_a_script_sets_itself_is_refused_as_the_page_says(
    elsewhere: Page, nginx: Nginx
) -> None:
    failing = f"given => ({PLAIN})(given).then(() => 'answered', error => error.message)"
    url = f"{nginx.api}/index.json"
    assert ask(elsewhere, failing, [url, {"If-None-Match": '"x"'}]) == "Failed to fetch"
    assert nginx.asked("index.json") == ["OPTIONS 405"]
