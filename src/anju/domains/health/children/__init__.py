"""The health record of a child at a vaccination clinic: who it is, who guards it, which clinic cares for it."""
