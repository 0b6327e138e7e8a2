"""Build a project on a cluster of several processes, as an organisation would on its own."""

from __future__ import annotations

import sys
from pathlib import Path

from distributed import Client, LocalCluster

from guidepress.site.build import build_site

LIMIT = 120

if __name__ == "__main__":
    with (
        LocalCluster(  # type: ignore[no-untyped-call]  # it has no types
            n_workers=2, threads_per_worker=1, processes=True, dashboard_address=None
        ) as cluster,
        Client(cluster) as client,  # type: ignore[no-untyped-call]  # as above
    ):
        client.wait_for_workers(2, timeout=LIMIT)
        built = build_site(Path(sys.argv[1]), jobs=2, executor=client.get_executor())
        workers = len(client.nthreads())
        sys.stdout.write(f"{len(built.rendered)} units by {workers} workers\n")
