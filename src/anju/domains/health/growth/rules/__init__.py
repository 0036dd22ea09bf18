"""Rules of growth: z-scores from tables, and what they mean at a health check."""
