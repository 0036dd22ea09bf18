"""Links with other places: peers, keys, agreements, what came and what goes out, and moves between two places."""
