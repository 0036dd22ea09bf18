"""The counter: people register, move and leave at a desk."""
