"""All writes of permits."""
