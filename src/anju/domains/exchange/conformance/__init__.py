"""The conformance kit: tries a place as another place would, and says which cases failed and why."""
