"""The weekly roster of an employer: who owes it, what came and went, which contracts end, and reminders of it."""
