"""The verbs of `ikm`, one module a topic."""
