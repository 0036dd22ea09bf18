"""Which step follows which, and what a lease must say; how a letter is read."""
