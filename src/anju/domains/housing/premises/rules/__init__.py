"""How forms are read and chosen, and which step follows which."""
