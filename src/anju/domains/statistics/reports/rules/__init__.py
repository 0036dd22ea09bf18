"""The periods reports are of."""
