"""The files in deploy/, each held to what it is for by its own program."""
