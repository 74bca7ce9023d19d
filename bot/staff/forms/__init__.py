"""Paper forms typed in, one line each."""
