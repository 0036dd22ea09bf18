"""All writes of the register."""
