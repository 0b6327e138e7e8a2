"""MkDocs hooks of this project: those of Guidepress."""

from guidepress.site.hooks import *  # noqa: F403
