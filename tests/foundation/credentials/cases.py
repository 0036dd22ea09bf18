"""One presented permit for each thing that can be wrong: judged here by Python and in the browser by its own code."""

from __future__ import annotations

import hashlib
import json
import random
from dataclasses import dataclass, field
from typing import Any

from anju.foundation.credentials import jws, permit_code, sd_jwt, status_list
from anju.foundation.credentials.signing import HeldKey

ISSUER, STRANGER, DEVICE = HeldKey.make(), HeldKey.make(), HeldKey.make()
NOW, DAY = 1_795_000_000, 86_400
URI, STALE, ABSENT = (f"http://localhost:8000/status/4301-{n}" for n in (1, 2, 9))


@dataclass(frozen=True)
class Case:
    """A text, the time on the device, and what must be said."""

    name: str
    text: str
    outcome: str
    at: int = NOW
    seen: bool = False
    audience: str = ""
    nonce: str = ""
    more: dict[str, Any] = field(default_factory=dict)


def document() -> dict[str, Any]:
    """The list of issuers."""
    return {
        "issuer": "http://localhost:8000",
        "issued_at": NOW - 600,
        "jwks": {"keys": [ISSUER.key.jwk()]},
        "status_lists": [URI, STALE],
    }


def lists() -> dict[str, str]:
    """A fresh list and a stale one: place 1 withdrawn, 2 suspended."""
    packed = status_list.pack(1 << 10, [(1, 1), (2, 2)])
    return {
        uri: status_list.write(
            packed, ISSUER, uri=uri, issued=NOW - age, expires=NOW - age + 2 * DAY, ttl=300
        )
        for uri, age in ((URI, 3600), (STALE, 3 * DAY))
    }


def code(
    index: int | None = 0, *, uri: str = URI, signer: HeldKey = ISSUER, **claims: object
) -> str:
    """A compact permit."""
    status = {} if index is None else {"status": {"status_list": {"idx": index, "uri": uri}}}
    return permit_code.write(
        {
            "iat": NOW - DAY,
            "exp": NOW + DAY,
            "holds_permit": True,
            "city": "长沙市",
            "name": "张·建国",
            "photo_sha256": hashlib.sha256(b"p").digest(),
            **status,
            **claims,
        },
        signer,
    )


def live(**claims: object) -> str:
    """A code of a phone's screen."""
    return code(
        None, **{"iat": NOW - 20, "exp": NOW + 70, "live": True, "cti": b"12345678", **claims}
    )


def wallet(
    show: set[str] = frozenset(),
    *,
    index: int = 0,
    bind: HeldKey | None = None,
    nonce: str = "n",
    **open_: object,
) -> str:
    """A presentation of a wallet."""
    text = sd_jwt.issue(
        {
            "iss": "x",
            "iat": NOW - DAY,
            "exp": NOW + DAY,
            "status": {"status_list": {"idx": index, "uri": URI}},
            **open_,
        },
        {"name": "张建国", "city": "长沙市", "holds_permit": True},
        ISSUER,
        vct="urn:anju:residence-permit:1",
        holder=DEVICE.key,
    )
    return sd_jwt.present(
        text, show, device=bind, audience="v" if nonce else "", nonce=nonce, at=NOW
    )


def bearer(status: object = "default") -> str:
    """A credential that is bound to no device, with any status."""
    named = {"status_list": {"idx": 0, "uri": URI}} if status == "default" else status
    open_ = {
        "iss": "x",
        "iat": NOW - DAY,
        "exp": NOW + DAY,
        **({} if status is None else {"status": named}),
    }
    return sd_jwt.issue(open_, {"holds_permit": True}, ISSUER, vct="urn:anju:residence-permit:1")


def digests(payload: dict[str, Any], *disclosures: str) -> str:
    """A bearer's credential, signed with the digests as given."""
    open_ = {
        "iat": NOW - DAY,
        "exp": NOW + DAY,
        "status": {"status_list": {"idx": 0, "uri": URI}},
        "_sd_alg": "sha-256",
    }
    return "~".join((jws.write({**open_, **payload}, ISSUER, kind=sd_jwt.KIND), *disclosures, ""))


def cut(text: str) -> str:
    """A presentation without its binding."""
    return text[: text.rindex("~") + 1]


MALFORMED_STATUSES: tuple[object, ...] = (
    "valid",
    [],
    {},
    {"status_list": {}},
    {"status_list": {"idx": "0", "uri": URI}},
    {"status_list": {"idx": 0}},
    {"status_list": {"idx": True, "uri": URI}},
    {"status_list": {"idx": 0, "uri": 5}},
    {"status_list": [0, URI]},
    {"other": {"idx": 0, "uri": URI}},
    False,
)


def flipped(text: str, place: int) -> str:
    """One bit of the signed bytes changed, everything around in order."""
    data = bytearray(permit_code.unfold(text))
    data[place] ^= 1
    return permit_code.fold(bytes(data))


def cases() -> list[Case]:
    """All of them."""
    good, card = code(), wallet({"city"})
    head, payload, signature = card.split("~")[0].split(".")
    changed = json.dumps(
        {**json.loads(sd_jwt.from_base64url(payload)), "exp": NOW + 99 * DAY}
    ).encode()
    altered = f"{head}.{sd_jwt.to_base64url(changed)}.{signature}~"
    shown = sd_jwt.disclosure("salt", "holds_permit", True)
    twice = sd_jwt.hashed("sha-256", shown)
    nested = sd_jwt.disclosure("salt", "a", {"_sd": [twice]})
    nested_in = sd_jwt.hashed("sha-256", nested)
    chance = random.Random(5)
    size = len(permit_code.unfold(good))
    return [
        Case("code", good, "valid"),
        Case("spaces", f"  {good}\n", "valid"),
        Case("wallet of a bearer", bearer(), "valid"),
        Case("live", live(), "valid"),
        Case("empty", "", "unreadable"),
        Case("an address", "https://example.org", "unreadable"),
        Case("half a code", good[: len(good) // 2], "unreadable"),
        Case("lower case", good.lower(), "unreadable"),
        Case("forged", code(signer=STRANGER), "forged"),
        Case("beyond the list", code(5000), "forged"),
        Case("altered at the end", flipped(good, -1), "altered"),
        Case("altered wallet", altered, "altered"),
        Case("withdrawn", code(1), "revoked"),
        Case("suspended", code(2), "suspended"),
        Case("wallet withdrawn", wallet(index=1), "revoked"),
        Case("wallet suspended", wallet(index=2), "suspended"),
        Case("withdrawn whatever the clock says", code(1), "revoked", at=NOW - 400 * DAY),
        Case("expired", code(exp=NOW - 1), "expired"),
        Case("to the last second", code(exp=NOW), "valid"),
        Case("not yet", code(iat=NOW + 500), "not_yet"),
        Case("not before", code(nbf=NOW + 500), "not_yet"),
        Case("honest clocks differ", code(iat=NOW + 100), "valid"),
        Case("a clock set back", good, "clock_wrong", at=NOW - 30 * DAY),
        Case("a live code from the future", live(iat=NOW + 400, exp=NOW + 490), "clock_wrong"),
        Case("an old picture of a screen", live(), "replayed", at=NOW + 71),
        Case("a live code again", live(), "replayed", seen=True),
        Case("a printed code again", good, "valid", seen=True),
        Case("no list", code(uri=ABSENT), "list_missing"),
        Case("a stale list", code(uri=STALE), "list_stale"),
        Case("a stale list still knows", code(1, uri=STALE), "revoked"),
        Case("bound", wallet({"name"}, bind=DEVICE), "valid", audience="v", nonce="n"),
        Case(
            "bound for another question",
            wallet({"name"}, bind=DEVICE),
            "replayed",
            audience="v",
            nonce="m",
        ),
        Case(
            "bound for another verifier",
            wallet({"name"}, bind=DEVICE),
            "replayed",
            audience="w",
            nonce="n",
        ),
        Case(
            "bound long ago",
            wallet({"name"}, bind=DEVICE),
            "replayed",
            audience="v",
            nonce="n",
            at=NOW + 301,
        ),
        Case(
            "bound by somebody else",
            wallet({"name"}, bind=STRANGER),
            "not_holder",
            audience="v",
            nonce="n",
        ),
        Case("not bound", wallet({"name"}), "not_holder", audience="v", nonce="n"),
        Case("wallet without proof of its holder", card, "holder_unproved"),
        Case("wallet, nothing shown", wallet(), "holder_unproved"),
        Case(
            "a copy whose binding was cut off",
            cut(wallet({"city"}, bind=DEVICE)),
            "holder_unproved",
        ),
        Case("bound to no question", wallet({"name"}, bind=DEVICE, nonce=""), "holder_unproved"),
        Case("bound, and nobody asked", wallet({"name"}, bind=DEVICE), "replayed"),
        Case("a digest twice", digests({"_sd": [twice, twice]}), "unreadable"),
        Case(
            "a digest twice, deep", digests({"_sd": [twice], "a": {"_sd": [twice]}}), "unreadable"
        ),
        Case(
            "a digest twice, in a list",
            digests({"_sd": [twice], "a": [{"...": twice}]}),
            "unreadable",
        ),
        Case("a digest twice, disclosed", digests({"_sd": [twice, twice]}, shown), "unreadable"),
        Case(
            "a digest twice, within a disclosure",
            digests({"_sd": [nested_in, twice]}, nested),
            "unreadable",
        ),
        Case("a digest once", digests({"_sd": [twice]}, shown), "valid"),
        Case("a wallet without status", bearer(None), "unreadable"),
        *(
            Case(f"malformed status {n}", bearer(s), "unreadable")
            for n, s in enumerate(MALFORMED_STATUSES)
        ),
        Case("without an end", permit_code.write({"holds_permit": True}, ISSUER), "unreadable"),
        *(
            Case(f"byte {n}", flipped(good, n), "refused")
            for n in sorted(chance.sample(range(size), 60))
        ),
    ]


REFUSING = {"unreadable", "forged", "altered"}
"""What may be said of a flipped bit: which one depends on where it falls."""
