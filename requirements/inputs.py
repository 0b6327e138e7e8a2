"""Print what has to be locked: dependencies, all extras and development tools of pyproject.toml.

With the word `site`, what a workflow needs that builds and judges: dependencies, and what builds us.

The development group names our own extras, which no index has; so they are written out here.
"""

import sys
import tomllib
from itertools import chain
from pathlib import Path

project = tomllib.loads(Path("pyproject.toml").read_text(encoding="utf-8"))
extras = project["project"]["optional-dependencies"]
found = [*project["project"]["dependencies"], *chain.from_iterable(extras.values())]
found += [each for each in project["dependency-groups"]["dev"] if not each.startswith("guidepress")]
if sys.argv[1:] == ["site"]:
    found = [*project["project"]["dependencies"], *project["build-system"]["requires"]]
sys.stdout.write("".join(f"{each}\n" for each in found))
