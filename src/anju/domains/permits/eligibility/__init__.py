"""Who is eligible for a permit, by which rule, from which day."""
