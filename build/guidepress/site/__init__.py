"""The website: pages, files for apps, and the builder that puts them into ``site/``.

The way of a build: ``build`` (lock, what is stale), ``plan`` (units and their keys), ``batch``
(a run of MkDocs, through ``hooks`` and ``headings``), ``stage`` (what a unit consists of),
``finish`` (with ``joins``, ``search`` and ``sync``), ``build_manifest``. All other modules make
pages, feeds and JSON.
"""
