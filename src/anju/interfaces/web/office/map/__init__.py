"""A map of the area: its parts coloured by counts, its buildings as points, and where buildings are put on it."""
