"""Vacancies as anybody finds and reads them."""
