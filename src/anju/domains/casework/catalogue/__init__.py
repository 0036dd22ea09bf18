"""The catalogue of services in the columns of the national standard, published, with a city's own entries beside it."""
