"""The resident's door: declare, see, correct."""
