"""What waits at the doors of an area, and the visits that settle it."""
