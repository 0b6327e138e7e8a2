"""Pages staged for a site generator, the engines that build them, and the site as a whole."""
