"""One picture of a person from every source: who, where, permit, employer, each field with the rule that chose it."""
