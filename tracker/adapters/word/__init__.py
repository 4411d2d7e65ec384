"""Word files: guarded, read, converted, and made clean."""
