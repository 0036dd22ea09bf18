"""What departments send: a folder a source, with its fields, terms and the first mapping of its columns."""
