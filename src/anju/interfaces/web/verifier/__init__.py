"""The public verifier of digital permits: works with the network off after the first visit."""
