"""Cards: ordered, produced in batches, delivered."""
