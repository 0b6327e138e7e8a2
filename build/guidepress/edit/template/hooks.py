"""MkDocs takes hooks from a file: these stage the pages and bring the theme of Guidepress."""

from guidepress.site.hooks import on_config, on_post_build, on_pre_build, on_serve, on_startup

__all__ = ["on_config", "on_post_build", "on_pre_build", "on_serve", "on_startup"]
