"""Bibliographies of every format, read and written by one table of types and fields.

A file goes ``read`` → ``tagged``, ``bibtex``, ``pubmed_xml`` or JSON (records of named fields) →
``reading`` (one reference of ours each, by ``table``, with an account of every field) → ``identity``
(the same work) → ``account``. The way out is ``write`` (CSL-JSON, RIS, BibTeX), ``nlm`` and ``coins``.
"""
