"""Files: received, looked at, applied, taken back."""
