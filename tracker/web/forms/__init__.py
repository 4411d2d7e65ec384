"""Forms check shape only; `form.command()` gives the frozen command of a use case."""
