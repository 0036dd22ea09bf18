"""The arithmetic of coverage: log-linear models, their average, the interval."""
