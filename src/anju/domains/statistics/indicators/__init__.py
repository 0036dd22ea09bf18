"""Indicators: every figure that is shown is defined here once, with its formula over the facts of the domains."""
