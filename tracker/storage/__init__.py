"""What is kept: typed rows (models/) and the way to them (database.py)."""
