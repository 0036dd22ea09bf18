"""Who is entitled to a permit."""
