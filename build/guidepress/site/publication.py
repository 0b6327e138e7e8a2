"""Under which name and address a site is published: what feeds and citations must spell out."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from guidepress.problem import UnusableError

if TYPE_CHECKING:
    from pathlib import Path


class Publication(NamedTuple):
    """The name of a site, and its address with a slash at the end."""

    name: str
    address: str


def publication_of(name: object, address: object) -> Publication:
    """Return the publication of the settings ``site_name`` and ``site_url``.

    Raises UnusableError where there is no address: a feed or a citation would lead nowhere.
    """
    if not isinstance(address, str) or not address.startswith(("https://", "http://")):
        message = "mkdocs.yml has no site_url: write where the site will be, as https://…/"
        raise UnusableError(message)
    return Publication(str(name), address.rstrip("/") + "/")


def read_publication(config_file: Path) -> Publication:
    """Read name and address from ``mkdocs.yml``, without all else that MkDocs would load.

    Raises UnusableError where it is not to be read, or has no address.
    """
    from mkdocs.exceptions import MkDocsException
    from mkdocs.utils.yaml import yaml_load

    try:
        with config_file.open("rb") as stream:
            config = yaml_load(stream)
    except MkDocsException as error:
        raise UnusableError(str(error)) from error
    return publication_of(config.get("site_name", ""), config.get("site_url"))
