"""Use the client as an app does, and print what was imported for it: ``read_a_tree.py PLACE``."""

import json
import sys
from pathlib import Path

import guidepress_client
from guidepress_client import WithdrawnError, connect, statements_on

GID = "childhood-sts-recurrent"

library = connect(sys.argv[1])
assert not list(library.verify())
bundle = library.latest(GID)
assert all(isinstance(statements_on(bundle, each["id"]), list) for each in bundle["options"])
newest = library.read(f"{GID}/latest.json")
assert library.update(library.read(f"{GID}/1.0.0/bundle.json")) == newest
assert library.current_ids("retold", "drugs") == ["drugs"]
try:
    library.latest("ward")
except WithdrawnError as withdrawn:
    reason = withdrawn.reason
else:
    reason = ""

modules = {each.partition(".")[0] for each in sys.modules}
report = {
    "package": str(Path(guidepress_client.__file__).parent),
    "version": bundle["guideline"]["version"],
    "withdrawn": reason,
    "imported": sorted(
        modules - set(sys.stdlib_module_names) - {"__main__", "__mp_main__", "sitecustomize"}
    ),
}
sys.stdout.write(json.dumps(report))
