"""The web chat: one page, and two calls it makes."""
