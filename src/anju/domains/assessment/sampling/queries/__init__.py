"""Reads of sample audits."""
