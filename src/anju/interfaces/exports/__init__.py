"""Lists that leave as a file: short ones at once, long ones by a job. Each list is described once, as an `Export`."""
