"""Rules without a database: the SQL that keeps sums."""
