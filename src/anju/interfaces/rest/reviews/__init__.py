"""Questions that a person decides."""
