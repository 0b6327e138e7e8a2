"""What a fuzzer makes of frozen files: bytes as they are, or a sound file with altered values."""

from __future__ import annotations

import json
from copy import deepcopy
from hashlib import sha256
from pathlib import Path
from typing import TYPE_CHECKING, Any

from atheris import FuzzedDataProvider  # type: ignore[import-untyped]

if TYPE_CHECKING:
    from collections.abc import Iterator

RELEASES = Path(__file__).parents[2] / "content/childhood-sts-recurrent/releases"
# Values that are right somewhere, or nearly so.
VALUES: tuple[Any, ...] = (
    *(
        None,
        True,
        False,
        0,
        -1,
        2**53,
        1e400,
        0.5,
        "",
        " ",
        "a",
        "1.0.0",
        "2015-01-29",
        "2015-02-30",
    ),
    *(
        "\u202e",
        "\ud800",
        "\x1b[31m",
        "<script>",
        "[x](javascript:alert(1))",
        "[@nobody]",
        "::error::",
    ),
    *(
        "../../x",
        "https://[",
        "https://example.org/",
        "10^9^",
        "=1+1",
        [],
        {},
        [[]],
        [{}],
        {"id": "a"},
    ),
)
Data = Any


def altered(kind: str, noise: bytes) -> bytes:
    """Return what the bytes make of a sound file of the kind: ``bundle``, ``releases``."""
    taken = FuzzedDataProvider(noise)
    if taken.ConsumeBool():
        return bytes(taken.ConsumeBytes(taken.remaining_bytes()))
    file = {"bundle": "1.0.0.json", "releases": "index.json"}[kind]
    data = json.loads((RELEASES / file).read_bytes())
    for _ in range(taken.ConsumeIntInRange(1, 6)):
        if not (places := list(_places(data))):
            break
        holder, key = places[taken.ConsumeIntInRange(0, len(places) - 1)]
        _alter(holder, key, taken)
    text = json.dumps(data, sort_keys=True, separators=(",", ":"), ensure_ascii=False)
    return f"{text}\n".encode("utf-8", "surrogatepass")


def _alter(holder: Data, key: Data, taken: Any) -> None:
    what = taken.ConsumeIntInRange(0, 4)
    if what == 0:
        del holder[key]
    elif what == 1 and isinstance(holder, list):
        holder.append(json.loads(json.dumps(holder[key])))
    elif what == 2:
        holder[key] = taken.ConsumeUnicode(taken.ConsumeIntInRange(0, 40))
    elif what == 3 and isinstance(holder[key], str):
        at = taken.ConsumeIntInRange(0, len(holder[key]))
        holder[key] = holder[key][:at] + taken.ConsumeUnicode(3) + holder[key][at:]
    else:
        holder[key] = deepcopy(VALUES[taken.ConsumeIntInRange(0, len(VALUES) - 1)])


def _places(data: Data) -> Iterator[tuple[Data, Data]]:
    """Yield each container with each of its keys, at every depth."""
    keys = list(data) if isinstance(data, dict) else range(len(data))
    for key in keys:
        yield data, key
        if isinstance(data[key], dict | list):
            yield from _places(data[key])


def freeze(folder: Path, bundle: bytes) -> None:
    """Write the bytes as the only release of a guideline, with an index that names their hash."""
    releases = folder / "releases"
    releases.mkdir(parents=True, exist_ok=True)
    index = json.loads((RELEASES / "index.json").read_bytes())
    entry = {
        **index["releases"][0],
        "bundle_sha256": sha256(bundle).hexdigest(),
    }
    index["releases"] = [entry]
    (releases / "1.0.0.json").write_bytes(bundle)
    (releases / "index.json").write_text(json.dumps(index), encoding="utf-8")
