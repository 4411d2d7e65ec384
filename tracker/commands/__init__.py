"""What the command line can do, one module a noun; `cli.py` says which command is where."""
