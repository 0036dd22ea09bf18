"""What waits at homes: lists for the office, the round of today for who walks it."""
