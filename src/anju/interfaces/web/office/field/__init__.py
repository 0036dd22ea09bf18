"""Work from the field at the office: what waits for a decision, phones, queues that were brought as files."""
