"""Changes that departments are notified of: an ordered feed, agreements about it, fetching by cursor, webhooks."""
