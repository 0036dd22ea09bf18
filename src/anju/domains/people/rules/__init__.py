"""Pure rules about people: identity numbers, readings of names."""
