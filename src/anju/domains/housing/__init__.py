"""Rental homes: what a dwelling must be like, vacancies, and the filing of rentals."""
