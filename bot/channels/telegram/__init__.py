"""Telegram, through the Bot API. python-telegram-bot is the transport of what is rare; the answer's own path is
plain calls on slim models (docs/decisions/0003)."""
