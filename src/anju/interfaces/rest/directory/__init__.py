"""Looking up employers and divisions."""
