"""Messages between two places: their classes and schemas, what is wrong with one, and the catalogue of errors."""
