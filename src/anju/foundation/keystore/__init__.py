"""Keys of cards and credentials: made, activated, rotated and exported by two persons, used under audit.

Apart from `foundation.crypto`, whose keyring protects the database's own fields.
"""
