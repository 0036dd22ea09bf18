"""Changes that departments are told of: an ordered feed, agreements about it, fetching by cursor, webhooks."""
