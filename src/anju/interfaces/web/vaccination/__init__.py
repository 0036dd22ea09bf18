"""A booklet compared with the vaccination schedule: open to everybody, nothing kept."""
