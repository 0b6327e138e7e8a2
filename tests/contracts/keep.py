"""Keep the published tree as this version of its schemas makes it: ``python tests/contracts/keep.py``.

Run it once for a new version of the schemas (see ``docs/compatibility.md``); what is kept of earlier
versions never changes.
"""

from __future__ import annotations

import sys
from hashlib import sha256
from pathlib import Path
from tempfile import TemporaryDirectory

sys.path.insert(0, str(Path(__file__).parents[1]))

from contracts.conftest import CONTRACTS, build_tree
from guidepress.model import SCHEMA_VERSION
from guidepress.site.api import stage_sums

# What other rooms derive beside a bundle may improve, and so is not kept.
OURS = ("index", "versions", "ids", "latest", "bundle", "changes")


def main() -> None:
    """Build the tree of the contract tests, and write what is promised of it."""
    target = CONTRACTS / "kept" / SCHEMA_VERSION / "v1"
    with TemporaryDirectory() as folder:
        tree = build_tree(Path(folder) / "project")
        files = [*tree.glob("schema/*"), *(f for name in OURS for f in tree.rglob(f"{name}.json"))]
        sums = {}
        for file in files:
            name = file.relative_to(tree).as_posix()
            data = file.read_bytes()
            sums[name] = sha256(data).hexdigest()
            (target / name).parent.mkdir(parents=True, exist_ok=True)
            (target / name).write_bytes(data)
    for name, data in stage_sums(sums).items():
        (target / name).write_bytes(data)


if __name__ == "__main__":
    main()
