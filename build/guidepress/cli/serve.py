"""``guidepress serve``."""

from __future__ import annotations

import logging
import socket
import sys
from pathlib import Path

import click

from guidepress.files import working_in
from guidepress.problem import UnusableError


@click.command()
@click.option("--address", default="127.0.0.1:8000", help="Where to listen.")
@click.pass_obj
def command(project: Path, address: str) -> None:
    """Show the site with drafts, and reload it when content is saved."""
    if not (project / "mkdocs.yml").is_file():
        message = f"{project} has no mkdocs.yml: serve in the folder of a project (guidepress init)"
        raise UnusableError(message)
    _refuse_what_cannot_listen(address)
    _refuse_settings(project)
    _serve(project, address)


def _serve(project: Path, address: str) -> None:
    """Let MkDocs watch and serve; its hooks build what is shown."""
    from mkdocs.commands.serve import serve
    from mkdocs.exceptions import MkDocsException

    from guidepress.site.batch import set_environment

    set_environment()
    logging.basicConfig(level=logging.INFO, stream=sys.stderr, format="%(message)s")
    try:
        serve(config_file=str(project / "mkdocs.yml"), dev_addr=address, livereload=True)
    except MkDocsException as error:
        raise UnusableError(str(error)) from error


def _refuse_settings(project: Path) -> None:
    """Report in one line what MkDocs would report in many, or in a traceback."""
    from guidepress.site.batch import load_settings, set_environment
    from guidepress.site.inputs import refuse_path
    from guidepress.site.publication import read_publication

    refuse_path(project)
    read_publication(project / "mkdocs.yml")
    set_environment()
    logger = logging.getLogger("mkdocs")
    logger.propagate = False
    load_settings(project)
    logger.propagate = True


def _refuse_what_cannot_listen(address: str) -> None:
    """Report at once what would otherwise be reported once the whole site is built."""
    host, _, port = address.rpartition(":")
    if not (host and port.isdecimal() and int(port) < 2**16):
        message = f"--address {address} is no place to listen; write one such as 127.0.0.1:8000"
        raise UnusableError(message)
    with working_in(Path(address)):
        family = socket.getaddrinfo(host.strip("[]"), port, type=socket.SOCK_STREAM)[0][0]
        socket.create_server((host.strip("[]"), int(port)), family=family).close()
