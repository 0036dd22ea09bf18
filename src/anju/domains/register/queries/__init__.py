"""All reads of the register."""
