"""All reads of rentals."""
