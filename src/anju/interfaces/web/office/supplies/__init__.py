"""Stock of free supplies and of a rescue station: what is on hand, goods in, giving out, the ledger."""
