"""Rules of doses, without a database."""
