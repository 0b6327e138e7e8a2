"""Build what will be published, and refuse to lose or alter anything that is published now.

Fetches the checksums of the site at ``site_url`` into the folder that is named, and gives them to
``guidepress build --against``. Ends with 1 where they cannot be had: then nobody knows what was
published. For the very first time, set the variable FIRST_PUBLISH of the repository, and remove it
afterwards.

    python publish.py FOLDER
"""

from __future__ import annotations

import os
import re
import subprocess
import sys
from http.client import HTTPException
from pathlib import Path
from urllib.request import Request, urlopen

from guidepress.problem import UnusableError
from guidepress.site.publication import read_publication

SUMS = "SHA256SUMS"
SECONDS = 60
MOST_BYTES = 100_000_000
LINE = re.compile(r"[0-9a-f]{64}  ([!-~]{1,300})")
OWN = re.compile(rf"[a-z][a-z0-9-]{{0,79}}/{SUMS}")


class UnknownError(Exception):
    """What is published now is not known; says why."""


def fetch(address: str) -> bytes:
    """Return the bytes at an address, past caches; raises UnknownError."""
    try:
        asked = Request(address, headers={"Cache-Control": "no-cache"})  # noqa: S310 - see main
        with urlopen(asked, timeout=SECONDS) as answer:  # noqa: S310
            data: bytes = answer.read(MOST_BYTES + 1)
    except (OSError, HTTPException, ValueError) as error:
        raise UnknownError(f"{address}: {error}") from error
    if len(data) > MOST_BYTES:
        raise UnknownError(f"{address}: more than {MOST_BYTES} bytes")
    return data


def names_in(data: bytes, address: str) -> list[str]:
    """Return the names in a list of checksums; raises UnknownError where it is none."""
    lines = data.decode("utf-8", "replace").split("\n")
    found = [LINE.fullmatch(line) for line in lines[:-1]]
    if not found or lines[-1] or not all(found):
        raise UnknownError(f"{address}: this is no list of checksums")
    return [each[1] for each in found if each]


def fetch_sums(api: str, folder: Path) -> Path:
    """Write the checksums of a site, and those of each guideline, into the folder."""
    shared = fetch(api + SUMS)
    names = [name for name in names_in(shared, api + SUMS) if OWN.fullmatch(name)]
    for name in names:
        file = folder / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(fetch(api + name))
    folder.mkdir(parents=True, exist_ok=True)
    (folder / SUMS).write_bytes(shared)
    return folder / SUMS


def main(folder: Path) -> int:
    """Fetch and build; return the exit code."""
    command = ["guidepress", "build", "--no-cache"]
    try:
        # An address of http or https, or an error.
        address = read_publication(Path("mkdocs.yml")).address
        command += ["--against", str(fetch_sums(f"{address}api/v1/", folder).absolute())]
    except UnusableError as error:
        print(error, file=sys.stderr)
        return 2
    except UnknownError as error:
        if not os.environ.get("FIRST_PUBLISH"):
            phrase = "what is published now could not be read, so nothing is published"
            hint = "only if nothing was published yet, set the repository variable FIRST_PUBLISH"
            print(f"{phrase}: {error}; {hint}", file=sys.stderr)
            return 1
        print(f"FIRST_PUBLISH is set; nothing earlier is compared: {error}", file=sys.stderr)
    return subprocess.run(command, check=False).returncode  # noqa: S603 - our own command


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1])))
