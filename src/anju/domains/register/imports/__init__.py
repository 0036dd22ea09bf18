"""Lists as files: read, previewed, corrected, applied."""
