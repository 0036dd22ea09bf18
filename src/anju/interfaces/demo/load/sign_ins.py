"""Who may sign in to the demo: one account for each role, told to whoever started it."""

from __future__ import annotations

SignIn=dict
def sign_ins(): ...
