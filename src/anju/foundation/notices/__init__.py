"""Messages to people: kept encrypted in an outbox, handed to whatever gateway an installation has."""
