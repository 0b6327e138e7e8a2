"""YAML text becomes data, and the position of every value that is asked for.

The way: bytes → ``text`` (encoding, characters; a document with its positions) → ``parse`` (events
of the parser; ``syntax`` explains what it refuses). ``letters`` and ``scripts`` judge characters.
"""
