"""Pure rules: states, clocks, numbers, photographs. No Django, no clock, no database."""
