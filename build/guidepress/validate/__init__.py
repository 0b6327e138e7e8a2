"""Files become problems: YAML, then the schema, then the rules, all at once.

The way: ``verdict`` (kept problems, while nothing changed) → ``check`` (one guideline under all
rules) → ``rules``, each given a ``context`` → ``suppress`` (warnings that were accepted).
"""
