"""The arithmetic behind the recurring pieces: positions on a time axis, words for durations. No Django here but words."""
