"""The demo's outbox: messages that would have gone to phones, and the demo staff's authenticator app."""
