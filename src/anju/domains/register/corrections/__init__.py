"""Correct, undo, merge and unmerge."""
