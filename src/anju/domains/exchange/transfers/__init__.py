"""What goes from one place to another at the request of whom it is about: records, a contact, a need of a family."""
