"""Logs that say what happened and to which request, and never about whom."""
