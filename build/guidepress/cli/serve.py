"""``guidepress serve``."""

from __future__ import annotations

import socket
from pathlib import Path

import click

from guidepress.files import working_in
from guidepress.problem import UnusableError
from guidepress.site.engine import serve_site


@click.command()
@click.option("--address", default="127.0.0.1:8000", help="Where to listen.")
@click.pass_obj
def command(project: Path, address: str) -> None:
    """Show the site with drafts, and reload it when content is saved."""
    if (project / "mkdocs.yml").is_file():
        _refuse_what_cannot_listen(address)
    serve_site(project, address)


def _refuse_what_cannot_listen(address: str) -> None:
    """Say at once what would otherwise be said once the whole site is built."""
    host, _, port = address.rpartition(":")
    if not (host and port.isdecimal() and int(port) < 2**16):
        message = f"--address {address} is no place to listen; write one such as 127.0.0.1:8000"
        raise UnusableError(message)
    with working_in(Path(address)):
        family = socket.getaddrinfo(host.strip("[]"), port, type=socket.SOCK_STREAM)[0][0]
        socket.create_server((host.strip("[]"), int(port)), family=family).close()
