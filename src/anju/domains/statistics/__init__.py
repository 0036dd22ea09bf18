"""Figures drawn from several sources: today how many people really live somewhere."""
