"""Cases at the office: the queue by term, one case with all its steps, entering one at the counter."""
