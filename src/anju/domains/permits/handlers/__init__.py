"""Listeners of this domain, one module a topic; importing a module registers its listeners."""
