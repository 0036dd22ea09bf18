"""Work in the field: what grid workers do at the door, with and without a network."""
