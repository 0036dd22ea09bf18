"""Health plans of women from pregnancy to 42 days after birth and of children up to six: voluntary, left at will."""
