"""The landlord's and building manager's pages."""
