"""``/exchange/v1``: what other places send, and what they may read of this one without being known."""
