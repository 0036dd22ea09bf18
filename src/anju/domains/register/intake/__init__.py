"""From a declaration to the ledger: checked, stored, matched, applied."""
