"""Sentences that a person reads, for web, REST and command line alike."""
