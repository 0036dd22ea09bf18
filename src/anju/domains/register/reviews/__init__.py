"""Review items decided by the people whom they concern."""
