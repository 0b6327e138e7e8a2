"""Bibliographies of every format, read and written by one table of types and fields.

The way in: ``read`` (a file) → ``tagged``, ``bibtex``, ``pubmed_xml`` or JSON (records of named
fields) → ``reading`` (a reference of ours each, by ``table``, and what became of every field) →
``identity`` (the same work) → ``account``. The way out: ``write`` (CSL-JSON, RIS, BibTeX), ``nlm``
(for people), ``coins`` (for reference managers that read pages).
"""
