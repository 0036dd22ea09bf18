"""Pure predicates about employers."""
