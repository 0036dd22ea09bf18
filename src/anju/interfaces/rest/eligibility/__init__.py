"""Who is eligible for a permit."""
