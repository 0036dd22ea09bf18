"""Assessment: how well an area is registered, found by random samples that anyone can draw again and by rules over
all records."""
