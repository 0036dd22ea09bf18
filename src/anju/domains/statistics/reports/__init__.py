"""Reports in the official layout, defined as data over the registry of indicators, and their delivery on set days."""
