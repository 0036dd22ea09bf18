"""Campaigns: every home of an area, looked at in phases."""
