"""The command line: one file per command in `commands`, each a thin call into the domains."""
