"""Progress of long work, and signs of life of the processes that do it."""
