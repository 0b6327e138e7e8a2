"""MkDocs hooks of this project: those of Guidepress."""

from guidepress.site.hooks import on_config, on_post_build, on_pre_build, on_serve, on_startup

__all__ = ["on_config", "on_post_build", "on_pre_build", "on_serve", "on_startup"]
