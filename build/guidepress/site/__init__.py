"""Pages staged for a site generator, and the engine that builds them."""

from guidepress.site.engine import Built, build_site, serve_site
from guidepress.site.stage import stage_project

__all__ = ["Built", "build_site", "serve_site", "stage_project"]
