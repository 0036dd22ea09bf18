"""All writes of rentals."""
