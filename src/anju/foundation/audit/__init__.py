"""The audit trail and the chain over it."""
