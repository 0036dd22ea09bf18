"""Growth of children by the standards of the WHO: z-scores, lines of a chart, what a health check says of them."""
