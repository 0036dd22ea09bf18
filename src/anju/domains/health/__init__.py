"""Health services that are offered, never required: today which vaccinations a child has and needs next."""
