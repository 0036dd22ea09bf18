"""Who lives, works or is absent where and when, by valid time and system time."""
