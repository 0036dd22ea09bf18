"""Departments' databases: rows of a table or view, read from where the last reading ended, taken in as deliveries."""
