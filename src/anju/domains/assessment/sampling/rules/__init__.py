"""Rules of sample audits: drawing, intervals, results."""
