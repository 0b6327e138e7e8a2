"""Freeze a version for ever, and prove later that nobody altered it."""
