"""Pure rules of enrolment: reading the law, what is proved, points, allocation, moving up."""
