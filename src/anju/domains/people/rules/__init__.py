"""Pure predicates about people and their documents."""
