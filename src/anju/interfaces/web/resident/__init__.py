"""The resident's pages: declare, see, correct."""
