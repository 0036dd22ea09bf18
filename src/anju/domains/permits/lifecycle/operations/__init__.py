"""A permit's life: issue, endorsement, loss, replacement, end."""
