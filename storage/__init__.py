"""Durable rows, and the verbs of the use cases that read and write them. Knows no bot."""
