"""The terminal, for trying the survey out and for scripts: reads answers from the keyboard or a pipe."""
