"""Named errors. They carry a code and parameters; the sentence a person reads is made in `interfaces.words`."""

from __future__ import annotations

from typing import Any


class AnjuError(Exception):
    """Something a person must be told. `code` is stable (APIs repeat it), `params` fill the sentence."""

    def __init__(self, code: str, /, **params: Any) -> None:
        super().__init__(code)
        self.code = code
        self.params = params

    def __str__(self) -> str:
        return f"{self.code} {self.params}" if self.params else self.code


class Refused(AnjuError):
    """What was asked is against a rule; it can be corrected by the one who asked."""


class NotAllowed(AnjuError):
    """The actor's grants do not reach this action."""


class NotFound(AnjuError):
    """There is no such thing *as far as this actor may know*: absent and invisible look the same."""


class Unavailable(AnjuError):
    """Nothing is wrong with what was asked, but it cannot be done now; the same request passes later."""


class Conflict(AnjuError):
    """Somebody else changed it meanwhile, or it was decided already."""
