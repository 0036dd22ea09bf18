"""Enrolment of children who moved in: rules of cities, rounds and schools, applications, allocation by a published
rule."""
