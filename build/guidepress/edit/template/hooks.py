"""MkDocs takes hooks from a file: these make the pages and bring the theme of Guidepress."""

from guidepress.site.hooks import *  # noqa: F403
