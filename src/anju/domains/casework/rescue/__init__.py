"""Rescue stations: people without means taken in at any hour, cared for, and seen home; seen by their station alone."""
