"""Key ceremonies: make, ask, approve."""
