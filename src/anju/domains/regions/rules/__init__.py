"""Pure rules on division codes, names and their history."""
