"""Service stations, who works at them and where, who is on duty when, and how many workers an area needs."""
