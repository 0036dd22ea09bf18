"""The bridge of separated networks: signed, encrypted, numbered files between two installations without a line."""
