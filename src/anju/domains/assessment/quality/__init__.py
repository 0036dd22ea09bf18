"""Data quality: records that are wrong, missing, double, one-sided, late, stale or implausible, listed for the office
that mends them."""
