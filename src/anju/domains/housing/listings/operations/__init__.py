"""All writes of vacancies."""
