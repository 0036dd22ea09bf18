"""The arithmetic of disclosure control: keys of cells, the table of noise, sums that stay whole."""
