"""Services people come for: the published catalogue, and cases with one owner and terms."""
