"""Everything that writes division tables."""
