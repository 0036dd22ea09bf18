"""Files that the worker makes for a client."""
