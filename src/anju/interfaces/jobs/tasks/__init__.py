"""Background jobs, one module a topic; each makes one domain call. The worker imports them all."""
