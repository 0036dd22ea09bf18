"""What upper levels send back, compared with ours: counted, and what differs waits for a person; nothing is changed."""
