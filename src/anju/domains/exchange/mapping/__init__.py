"""From a department's columns and codes to our fields: versioned data that is tried on test rows before it counts."""
