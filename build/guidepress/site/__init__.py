"""Pages staged for a site generator, and the engine that builds them."""

from guidepress.site.build import Built, build_site
from guidepress.site.engine import DEFAULT, ENGINES, serve_site
from guidepress.site.publication import publication_of
from guidepress.site.stage import stage_project

__all__ = [
    "DEFAULT",
    "ENGINES",
    "Built",
    "build_site",
    "publication_of",
    "serve_site",
    "stage_project",
]
