"""Permits in the office: one permit, production batches, figures, old permits."""
