"""WhatsApp, through the Cloud API: a thin client of our own and our own webhook (docs/decisions/0017)."""
