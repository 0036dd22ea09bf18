"""A health plan as pages and paper show it: contacts with their days, what was recorded, growth."""
