"""Bibliographies of every format, read and written by one table of types and fields.

The way in: ``read`` (a file, or a printed citation) → ``records`` or ``bibtex`` (records of named
fields) → ``reading`` (a reference of ours each, by ``table``, and what became of every field; each
step in ``names``, ``dates``, ``tidy``, ``notices`` takes its fields from one ``draft``) →
``identity`` (the same work) → ``account``. The way out: ``write`` (CSL-JSON, RIS, BibTeX; COinS for
reference managers that read pages) and ``nlm`` (for people). ``retractions``: lists of notices.
"""
