"""What writes content for editors.

``skeleton`` begins projects, guidelines and entries; ``references`` and ``insertion`` add to
files; ``layout`` formats (``comments`` keeps each comment at its entry, ``entry`` writes YAML);
``autofix`` is ``validate --fix``.
"""
