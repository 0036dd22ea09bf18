"""Points schemes as published, and scores calculated at a person's own request."""
