"""Official documents asked for in chat."""
