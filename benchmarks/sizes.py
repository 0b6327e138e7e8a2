"""What an app downloads, and how long it takes to have it as data."""

from __future__ import annotations

import gzip
import io
import json
import time
from hashlib import sha256
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING

from guidepress_client import connect
from guidepress_client.documents import read_document
from guidepress_client.types import Bundle, Changes

if TYPE_CHECKING:
    from collections.abc import Callable

RELEASES = Path(__file__).parents[1] / "content/childhood-sts-recurrent/releases"
RUNS = 200


def render_table() -> str:
    """Return sizes in bytes and load times in microseconds."""
    lines = [
        "| file | bytes | gzip | `json.loads` | checked and read by the client | × |",
        "| --- | ---: | ---: | ---: | ---: | ---: |",
    ]
    for file in sorted(RELEASES.glob("*.*.*.json")):
        data = file.read_bytes()
        plain, client = _times(data)
        shown = f"{plain * 1e6:.0f} µs | {client * 1e6:.0f} µs | {client / plain:.1f}"
        lines.append(f"| `{file.name}` | {len(data)} | {_gzipped(data)} | {shown} |")
    return "\n".join([*lines, "", f"Medians of {RUNS} runs in turn, from a folder."])


def _gzipped(data: bytes) -> int:
    held = io.BytesIO()
    with gzip.GzipFile(filename="", fileobj=held, mode="wb", mtime=0) as stream:
        stream.write(data)
    return len(held.getvalue())


def _times(data: bytes) -> tuple[float, float]:
    """Time parsing alone, and the client on a tree that holds just this file."""
    kind = Changes if "patch" in json.loads(data) else Bundle
    with TemporaryDirectory() as folder:
        (Path(folder) / "index.json").write_bytes(data)
        line = f"{sha256(data).hexdigest()}  index.json\n"
        (Path(folder) / "SHA256SUMS").write_text(line, encoding="utf-8", newline="\n")
        jobs: tuple[Callable[[], object], ...] = (
            lambda: json.loads(data),
            lambda: read_document("index.json", connect(folder).read("index.json"), kind),
        )
        times: tuple[list[float], list[float]] = ([], [])
        for _ in range(RUNS):
            for job, measured in zip(jobs, times, strict=True):
                start = time.perf_counter()
                job()
                measured.append(time.perf_counter() - start)
    return median(times[0]), median(times[1])
