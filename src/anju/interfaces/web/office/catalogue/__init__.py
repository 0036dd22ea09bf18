"""A city's own entries of the service catalogue: brought by a file, withdrawn, with the lines that were left out."""
