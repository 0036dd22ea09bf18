"""All reads of permits."""
