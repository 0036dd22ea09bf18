"""Cases: a matter of one person with one owner, statutory terms, and an outcome the person confirms."""
