"""The permit itself: its states, its transitions, who may see and change it."""
