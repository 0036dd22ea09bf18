"""The outbox: events put out with a change, delivered after it committed."""
