"""Groups and activities on the own pages of everybody who is signed in: joining, leaving, deciding, taking part."""
