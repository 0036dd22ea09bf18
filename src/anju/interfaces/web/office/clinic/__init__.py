"""A vaccination clinic: queue, records, doses, stock, survey; and coverage for disease control."""
