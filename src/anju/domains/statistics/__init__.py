"""Figures drawn from several sources: how many people really live somewhere, and counts that may be published."""
