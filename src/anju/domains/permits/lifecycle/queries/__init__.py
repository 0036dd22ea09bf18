"""Reading permits, their life lines and cards."""
