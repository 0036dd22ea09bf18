"""Cards: what is printed, batches for a production centre, hand-over."""
