"""Administration of users and grants."""
