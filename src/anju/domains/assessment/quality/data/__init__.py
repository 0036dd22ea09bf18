"""Rules of data quality and the values of this topic."""
