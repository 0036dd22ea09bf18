"""Enrolment in schools at the office: rounds, review, allocation, the school's list, the counter."""
