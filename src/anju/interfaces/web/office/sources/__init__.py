"""Departments' data at the office: sources, the mappings of their columns, and what was delivered."""
