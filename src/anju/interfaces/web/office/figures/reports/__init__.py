"""Reports: the list of them, one on the page and on paper, as Excel and as PDF."""
