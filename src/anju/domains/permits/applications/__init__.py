"""Applications: filled in, submitted, decided stage by stage, carried out."""
