"""Rules of cases: what a matter is, which step may follow, terms, routing, answers."""
