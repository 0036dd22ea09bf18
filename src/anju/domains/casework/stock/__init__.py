"""Stock of what is given out free: at rescue stations, and contraceptives at machines and desks. Never persons."""
