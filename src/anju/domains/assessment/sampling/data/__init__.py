"""Values of sample audits."""
