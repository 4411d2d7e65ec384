"""The law as tables, and the days it counts."""
