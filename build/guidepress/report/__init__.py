"""Problems and changes in every format: each is a function that returns text.

``problems`` and ``changes`` are tables of formats; ``escape`` makes text of strangers harmless.
"""
