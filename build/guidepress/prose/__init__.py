"""Prose: a small Markdown of our own with citations, and every form in which it is shown.

The way: text → ``blocks`` (paragraphs and lists) → ``inline`` (styles, links, ``citations``) →
``render`` (HTML, plain text, Markdown for others). ``misreadings`` reports other Markdown.
"""
