"""Benefits: the published catalogue, and yes-or-no questions."""
