"""Pure rules of vacancies: reading agencies' tables, what is the same flat, what is offered and sought."""
