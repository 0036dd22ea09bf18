"""Files made by a job for the one who asked: kept encrypted, read by nobody else, deleted after a term."""
