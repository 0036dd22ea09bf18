"""Invitations of landlords to tenants."""
