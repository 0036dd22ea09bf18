"""Counts that a department asks for under an agreement: of one edition a quarter, protected so that nobody shows."""
