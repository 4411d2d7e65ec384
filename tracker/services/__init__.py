"""Use cases: the only code that changes data, and the read models that pages show."""
