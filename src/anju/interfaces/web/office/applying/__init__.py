"""Applications at the office: what waits, one page with everything, taking in at the counter."""
