"""Where an earlier version comes from: the archive, a git revision, a file."""
