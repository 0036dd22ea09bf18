"""The trail for who audits it: every line, what it says, and whether it is whole."""
