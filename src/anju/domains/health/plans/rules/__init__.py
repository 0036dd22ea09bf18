"""Rules of plans: weeks of pregnancy, days of contacts."""
