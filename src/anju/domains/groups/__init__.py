"""Groups of residents: who joined, how they decide, mediate, learn together. Permits, points and
assessment read nothing of it."""
