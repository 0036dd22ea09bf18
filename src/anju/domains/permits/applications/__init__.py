"""Applications: filled in, handed in, decided stage by stage, carried out."""
