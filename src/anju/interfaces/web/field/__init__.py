"""The field app: what a grid worker's phone runs, with or without a network."""
