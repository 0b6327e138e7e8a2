"""Bibliographies of every format, read and written by one table of types and fields.

The way in: ``read`` (a file) → ``records``, ``bibtex`` or ``xml`` (records of named fields) →
``reading`` (a reference of ours each, by ``table``, and what became of every field) → ``identity``
(the same work) → ``account``. The way out: ``write`` (CSL-JSON, RIS, BibTeX; COinS for reference
managers that read pages) and ``nlm`` (for people).
"""
