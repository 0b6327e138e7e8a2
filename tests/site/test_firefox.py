"""The main pages in a real Firefox: they fit, they work, and the console has nothing to say."""

from __future__ import annotations

import json
import shutil
import subprocess
from typing import TYPE_CHECKING

import pytest

from conftest import TESTS
from limits import LIMIT

if TYPE_CHECKING:
    from typing import Any

pytestmark = [pytest.mark.browser, pytest.mark.checkout, pytest.mark.slow]

GID = "childhood-sts-recurrent"
PAGES = (
    "index.html",
    f"{GID}/index.html",
    f"{GID}/changes/index.html",
    f"compare/index.html?guideline={GID}&from=1.0.0&to=2.0.0",
    "scales/pdq-treatment/index.html",
    "about/index.html",
)


@pytest.fixture(scope="module")
def read(address: str) -> Any:
    """What a reader in Firefox came to."""
    firefox = next(filter(None, map(shutil.which, ("firefox-esr", "firefox"))), None)
    assert firefox, "no Firefox: `make tools` installs one"
    node = (TESTS / "node/package.json").as_uri()
    done = subprocess.run(
        ["node", TESTS / "site/firefox.mjs", node, firefox, address, GID, *PAGES],
        capture_output=True,
        text=True,
        check=False,
        timeout=4 * LIMIT,
    )
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout)


def test_pages_are_quiet_and_fit_in_firefox(read: Any) -> None:
    assert read["heard"] == []
    assert read["overflows"] == []


def test_search_marks_meanings_and_the_strip_work_in_firefox(read: Any) -> None:
    assert read["first"].startswith("Trabectedin")
    assert read["marks"].endswith("All stay in the table.")
    assert read["meaning"].startswith("No citation: The statement cites no work")
    assert read["current"].endswith(f"{GID}/index.html#limb-amputation")
