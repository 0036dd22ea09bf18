"""The database as Anju uses it: scopes, roles, policies, bulk statements."""
