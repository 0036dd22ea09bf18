"""How a case is drawn, for the person and for the office."""
