"""A redline: one Word file with real tracked changes between two versions."""
