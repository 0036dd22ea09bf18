"""Imports in the office: all of the area, and new ones on behalf of a community or an employer."""
