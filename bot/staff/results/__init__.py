"""Reports, rankings and trends in chat."""
