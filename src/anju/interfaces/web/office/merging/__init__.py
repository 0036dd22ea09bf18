"""Two records, one person: merging, and taking it back."""
