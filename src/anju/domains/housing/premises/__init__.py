"""Safety of premises: inspections by dated forms, hazards and their notice, visits that are due."""
