"""Template tags of all web pages."""
