"""The arithmetic behind the recurring pieces: positions on a time axis, and durations in words."""
