"""All reads of vacancies."""
