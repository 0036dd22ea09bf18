"""Digital permits, their presentation and their status lists."""
