"""What happens to a permit after it was issued: endorsement, suspension, loss, replacement, cancellation."""
