"""Rules of children, without a database."""
