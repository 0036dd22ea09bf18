"""What is to be thought of a presented permit: one outcome, from the text, the list of issuers and the cached lists.

Works with the network off; the browser's verifier (``interfaces/web/verifier``) does the same steps in the same order
and is tested against this one. The order matters: a withdrawn permit is withdrawn whatever the clock says, and a clock
that is wrong may not be used to judge dates.
"""

from __future__ import annotations

import hashlib
from collections.abc import Container, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any, Protocol

from anju.foundation.credentials import jws, permit_code, sd_jwt
from anju.foundation.credentials.signing import Malformed, PublicKey
from anju.foundation.credentials.status_list import INVALID, SUSPENDED, VALID

SKEW = 120
"""Seconds two honest clocks may differ."""
HOLDS = "holds_permit"


class Outcome(StrEnum):
    """How it ends. `ACCEPTED` and `CAUTIOUS` group them; all others refuse."""

    VALID = "valid"
    UNREADABLE = "unreadable"
    FORGED = "forged"
    ALTERED = "altered"
    REVOKED = "revoked"
    SUSPENDED = "suspended"
    NOT_HOLDER = "not_holder"
    REPLAYED = "replayed"
    NOT_YET = "not_yet"
    EXPIRED = "expired"
    CLOCK_WRONG = "clock_wrong"
    LIST_MISSING = "list_missing"
    LIST_STALE = "list_stale"
    NEEDS_SERVER = "needs_server"
    HOLDER_UNPROVED = "holder_unproved"


ACCEPTED = frozenset({Outcome.VALID})
CAUTIOUS = frozenset(
    {
        Outcome.CLOCK_WRONG,
        Outcome.LIST_MISSING,
        Outcome.LIST_STALE,
        Outcome.NEEDS_SERVER,
        Outcome.HOLDER_UNPROVED,
    }
)


class StatusBasis(StrEnum):
    """Where the status of a verdict comes from."""

    LIST = "list"
    """A status list of a certain age."""
    AT_ISSUE = "at_issue"
    """A code of a phone's screen: its issuer asked the status when signing it, at most 90 seconds before its end."""
    REGISTER = "register"
    """The issuer's register, asked just now."""
    UNKNOWN = "unknown"


class Statuses(Protocol):
    """A status list, or whatever else answers for the places of one."""

    @property
    def issued(self) -> int:
        """As of when it answers, in seconds of the epoch."""

    @property
    def expires(self) -> int:
        """Until when its answers may be believed; 0 when that is not said."""

    def state(self, index: int) -> int:
        """The state at an index; `Malformed` beyond the end."""


@dataclass(frozen=True, slots=True)
class Trust:
    """The issuers believed: their keys by name, as of `issued` (seconds of the epoch)."""

    issuer: str
    keys: Mapping[str, PublicKey]
    issued: int

    def key(self, kid: str) -> PublicKey | None:
        """The key of that name."""
        return self.keys.get(kid)

    @staticmethod
    def read(document: Mapping[str, Any]) -> Trust:
        """From ``/.well-known/jwt-vc-issuer``. Keys of other kinds are passed over."""
        keys = {}
        try:
            for entry in document["jwks"]["keys"]:
                if entry.get("crv") in ("P-256", "SM2"):
                    key = PublicKey.from_jwk(entry)
                    keys[key.kid] = key
            return Trust(str(document["issuer"]), keys, int(document["issued_at"]))
        except (KeyError, TypeError, AttributeError) as err:
            raise Malformed("not a list of issuers") from err


@dataclass(frozen=True, slots=True)
class Verdict:
    """`list_age`: seconds since the status list that was asked; None when none was needed or there is none."""

    outcome: Outcome
    form: str = ""
    claims: dict[str, Any] = field(default_factory=dict)
    list_age: int | None = None
    presentation: str = ""
    """A digest of what was shown: a verifier that remembers it knows a replayed one."""
    basis: StatusBasis = StatusBasis.UNKNOWN
    holder_proved: bool = False
    """The holder's own device answered this verifier's question."""

    @property
    def accepted(self) -> bool:
        """True only when nothing is left to doubt."""
        return self.outcome in ACCEPTED

    @property
    def facts(self) -> dict[str, Any]:
        """The claims that may be shown with this outcome: none when it is refused; while something is in doubt, not
        the one that says that a permit is held."""
        if self.accepted:
            return dict(self.claims)
        return (
            {k: v for k, v in self.claims.items() if k != HOLDS} if self.outcome in CAUTIOUS else {}
        )

    @property
    def report(self) -> dict[str, Any]:
        """The verdict for another program."""
        facts = {k: v.hex() if isinstance(v, bytes) else v for k, v in self.facts.items()}
        return {
            "outcome": self.outcome.value,
            "accepted": self.accepted,
            "form": self.form,
            "claims": facts,
            "status_basis": self.basis.value,
            "holder_proved": self.holder_proved,
        }


def verify(
    text: str,
    *,
    trust: Trust,
    lists: Mapping[str, Statuses],
    at: int,
    seen: Container[str] = (),
    audience: str = "",
    nonce: str = "",
) -> Verdict:
    """Judge a scanned, pasted or sent permit at the device's time `at`.

    `seen`: presentations already shown to this verifier. `nonce`: the verifier's own question of an online
    presentation; with it the holder's binding is demanded. Without it a credential that is bound to a device is at
    most `HOLDER_UNPROVED`, with or without a binding: what nobody asked for can be copied.
    """
    text = text.strip()
    presentation = hashlib.sha256(text.encode()).hexdigest()
    try:
        form, claims, proved = _read(text, trust, audience, nonce, at)
        reference = _reference(claims)
    except jws.UnknownIssuer:
        return Verdict(Outcome.FORGED, presentation=presentation)
    except jws.BadSignature:
        return Verdict(Outcome.ALTERED, presentation=presentation)
    except sd_jwt.NotHolder:
        return Verdict(Outcome.NOT_HOLDER, presentation=presentation)
    except sd_jwt.Replayed:
        return Verdict(Outcome.REPLAYED, presentation=presentation)
    except Malformed:
        return Verdict(Outcome.UNREADABLE, presentation=presentation)
    listed = lists.get(reference[0]) if reference else None
    age = None if listed is None else max(0, at - listed.issued)
    outcome = _judged(claims, trust, lists, reference, at, seen=presentation in seen)
    if outcome is Outcome.VALID and "cnf" in claims and not proved:
        outcome = Outcome.HOLDER_UNPROVED
    basis = (
        (StatusBasis.LIST if listed else StatusBasis.UNKNOWN) if reference else StatusBasis.AT_ISSUE
    )
    return Verdict(outcome, form, claims, age, presentation, basis, proved)


def photo_is(claims: Mapping[str, Any], photo: bytes) -> bool:
    """True when the picture is the one the issuer signed for this permit."""
    return claims.get("photo_sha256") in (
        hashlib.sha256(photo).digest(),
        hashlib.sha256(photo).hexdigest(),
    )


def _read(
    text: str, trust: Trust, audience: str, nonce: str, at: int
) -> tuple[str, dict[str, Any], bool]:
    if text.startswith(permit_code.PREFIX):
        return "code", permit_code.read(text, trust.key).claims, False
    shown = sd_jwt.verify(
        text, trust.key, audience=audience, nonce=nonce, at=at, binding=bool(nonce)
    )
    return "sd-jwt", shown.claims, shown.bound and bool(nonce)


def list_of(claims: Mapping[str, Any]) -> str:
    """The address of the status list that a permit names; "" when it names none."""
    reference = _reference(claims) if claims else None
    return reference[0] if reference else ""


def _reference(claims: Mapping[str, Any]) -> tuple[str, int] | None:
    """Address and index in a status list; None for a code of a phone's screen, which lives too short to need one.

    Any other permit whose status is missing or malformed can never be found withdrawn, so it is not accepted.
    """
    if claims.get("live") and "status" not in claims:
        return None
    status = claims.get("status")
    entry = status.get("status_list") if isinstance(status, Mapping) else None
    if (
        not isinstance(entry, Mapping)
        or type(entry.get("idx")) is not int
        or not isinstance(entry.get("uri"), str)
    ):
        raise Malformed("a permit without a status that can be asked")
    return entry["uri"], entry["idx"]


def _judged(
    claims: Mapping[str, Any],
    trust: Trust,
    lists: Mapping[str, Statuses],
    reference: tuple[str, int] | None,
    at: int,
    *,
    seen: bool,
) -> Outcome:
    listed = lists.get(reference[0]) if reference else None
    by_list = _by_list(listed, reference)
    if by_list is not None:
        return by_list
    newest = max([trust.issued, *(entry.issued for entry in lists.values())])
    live = bool(claims.get("live"))
    by_dates = _by_dates(claims, at, live=live)
    if at + SKEW < newest or (live and at + SKEW < int(claims.get("iat", 0))):
        return Outcome.CLOCK_WRONG
    if by_dates is not None:
        return by_dates
    if live and seen:
        return Outcome.REPLAYED
    if reference is not None and listed is None:
        return Outcome.LIST_MISSING
    if listed is not None and listed.expires and at > listed.expires:
        return Outcome.LIST_STALE
    return Outcome.VALID


def _by_list(listed: Statuses | None, reference: tuple[str, int] | None) -> Outcome | None:
    if listed is None or reference is None:
        return None
    try:
        state = listed.state(reference[1])
    except Malformed:
        return Outcome.FORGED
    return (
        None
        if state == VALID
        else {INVALID: Outcome.REVOKED, SUSPENDED: Outcome.SUSPENDED}.get(state, Outcome.REVOKED)
    )


def _by_dates(claims: Mapping[str, Any], at: int, *, live: bool) -> Outcome | None:
    """A short-lived one that is past its end is an old picture of a screen, not an expired permit."""
    begins, ends = claims.get("nbf", claims.get("iat")), claims.get("exp")
    if not isinstance(ends, int) or (begins is not None and not isinstance(begins, int)):
        return Outcome.UNREADABLE
    if begins is not None and at + SKEW < begins:
        return Outcome.NOT_YET
    if at > ends:
        return Outcome.REPLAYED if live else Outcome.EXPIRED
    return None
