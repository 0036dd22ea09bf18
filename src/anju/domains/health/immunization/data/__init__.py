"""Values of vaccination: the rules of a schedule, a person's doses, and the answers."""
