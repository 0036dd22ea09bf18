"""Forms of other offices, described as data and filled from our facts: a source and a day for every cell."""
