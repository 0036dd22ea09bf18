"""The other side of a case: it is notified of what is claimed, answers within its term, produces what the law makes it
keep, and can say that it has paid. It never closes anything."""
