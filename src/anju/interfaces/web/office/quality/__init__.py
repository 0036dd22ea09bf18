"""Data quality: the board of an area, the list of each rule, what was found to be no fault."""
