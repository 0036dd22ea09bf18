"""SD-JWT (RFC 9901) as the verifiable credential of draft-ietf-oauth-sd-jwt-vc: the holder shows what is needed.

The issuer signs only digests of salted claims; the claims travel beside as *disclosures*, and the
holder leaves out what is nobody's business. A digest of an undisclosed claim says nothing: 128 random
bits stand before its value. Decoys hide how many there are.
"""

from __future__ import annotations

import json
import secrets
from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass, field
from typing import Any

from anju.foundation.credentials import jws
from anju.foundation.credentials.signing import (
    Malformed,
    PublicKey,
    Signer,
    digest,
    digest_name,
    from_base64url,
    to_base64url,
)

KIND, BINDING = "dc+sd-jwt", "kb+jwt"
SALT_BYTES = 16
OPEN_ALWAYS = frozenset({"iss", "nbf", "exp", "cnf", "vct", "status", "vct#integrity"})
"""Claims that may not be selectively disclosed (the draft, §3.2.2.2)."""
Salts = Callable[[], str]


class NotHolder(Malformed):
    """The binding to the holder's device is missing, or is not by the device the credential was issued to."""


class Replayed(Malformed):
    """The binding is true, but made for somebody else, for another question, or at another time."""


@dataclass(frozen=True, slots=True)
class VerifiedPresentation:
    """What a checked presentation says. `bound`: the holder's own device signed it for this verifier."""

    claims: dict[str, Any]
    header: dict[str, Any]
    bound: bool
    bound_at: int | None = None
    disclosed: tuple[str, ...] = field(default=())


def _salt() -> str:
    return to_base64url(secrets.token_bytes(SALT_BYTES))


def issue(
    claims: Mapping[str, Any],
    hidden: Mapping[str, Any],
    signer: Signer,
    *,
    vct: str,
    decoys: int = 2,
    holder: PublicKey | None = None,
    salts: Salts = _salt,
) -> str:
    """Sign a credential. `claims` stand open, each of `hidden` becomes a disclosure.

    `holder`: the key of the person's device (``cnf``); without it the credential is a bearer's.
    """
    if OPEN_ALWAYS.intersection(hidden):
        raise ValueError(
            "these claims are never hidden: " + ", ".join(sorted(OPEN_ALWAYS.intersection(hidden)))
        )
    name = digest_name(signer.key.alg)
    disclosures = [disclosure(salts(), key, value) for key, value in hidden.items()]
    hashes = [hashed(name, d) for d in disclosures]
    hashes += [to_base64url(digest(name, secrets.token_bytes(32))) for _ in range(decoys)]
    payload = {**claims, "vct": vct, "_sd": sorted(hashes), "_sd_alg": name}
    if holder is not None:
        payload["cnf"] = {"jwk": holder.jwk()}
    return "~".join((jws.write(payload, signer, kind=KIND), *disclosures, ""))


def present(
    credential: str,
    show: Collection[str],
    *,
    device: Signer | None = None,
    audience: str = "",
    nonce: str = "",
    at: int = 0,
) -> str:
    """The credential with only the named claims disclosed, bound to one verifier by the device's key
    if there is one."""
    signed, *disclosures, last = credential.split("~")
    if last:
        raise Malformed("bound already")
    kept = [d for d in disclosures if _claim(d)[1] in show]
    text = "~".join((signed, *kept, ""))
    if device is None:
        return text
    payload = {
        "iat": at,
        "aud": audience,
        "nonce": nonce,
        "sd_hash": hashed(_algorithm(signed), text),
    }
    return text + jws.write(payload, device, kind=BINDING, header={})


def verify(
    presentation: str,
    key_of: jws.KeyOf,
    *,
    audience: str = "",
    nonce: str = "",
    at: int = 0,
    fresh: int = 300,
    binding: bool = False,
) -> VerifiedPresentation:
    """Check a presentation (RFC 9901 §7). Dates and status are for the caller to judge.

    `binding`: demand the holder's binding for `audience` and `nonce`, made within `fresh` seconds of `at`.
    """
    if "~" not in presentation:
        raise Malformed("not an SD-JWT")
    signed, *disclosures, bound = presentation.split("~")
    found = jws.read(signed, key_of, kind=KIND)
    name = str(found.payload.get("_sd_alg", "sha-256"))
    digest(name, b"")  # an unknown one is refused even when nothing is disclosed
    by_hash = {hashed(name, d): _claim(d) for d in disclosures}
    if len(by_hash) != len(disclosures):
        raise Malformed("a disclosure twice")
    digests: list[str] = []
    claims = _opened(found.payload, by_hash, digests)
    if len(set(digests)) != len(digests):
        raise Malformed("a digest twice (RFC 9901, 7.1), whether disclosed or not")
    used = [entry for entry in digests if entry in by_hash]
    if len(used) != len(by_hash):
        raise Malformed("a disclosure the issuer did not sign")
    claims.pop("_sd_alg", None)
    moment = None
    if bound or binding:
        moment = _bound(
            presentation,
            bound,
            claims,
            hashed(name, presentation[: len(presentation) - len(bound)]),
            audience,
            nonce,
            at,
            fresh,
        )
    return VerifiedPresentation(
        claims, found.header, bool(bound), moment, tuple(by_hash[u][1] or "" for u in used)
    )


def disclosure(salt: str, name: str, value: Any) -> str:  # noqa: ANN401 - any JSON value
    """One claim with its salt, as it travels."""
    return to_base64url(json.dumps([salt, name, value], ensure_ascii=False).encode())


def hashed(name: str, text: str) -> str:
    """Digest of a text as it travels (not of what it decodes to)."""
    return to_base64url(digest(name, text.encode()))


def _algorithm(signed: str) -> str:
    try:
        return str(json.loads(from_base64url(signed.split(".")[1])).get("_sd_alg", "sha-256"))
    except (IndexError, ValueError, AttributeError) as err:
        raise Malformed("not an SD-JWT") from err


def _claim(text: str) -> tuple[str, str | None, Any]:
    """Salt, name (None for an array's element), value."""
    try:
        parts = json.loads(from_base64url(text))
    except (ValueError, RecursionError) as err:
        raise Malformed("not a disclosure") from err
    if (
        not isinstance(parts, list)
        or len(parts) not in (2, 3)
        or not all(isinstance(p, str) for p in parts[:-1])
    ):
        raise Malformed("not a disclosure")
    if len(parts) == 3 and (parts[1] in ("_sd", "...") or parts[1] in OPEN_ALWAYS):
        raise Malformed("a claim that may not be hidden")
    return parts[0], parts[1] if len(parts) == 3 else None, parts[-1]


def _opened(
    value: Any,  # noqa: ANN401
    by_hash: Mapping[str, tuple[str, str | None, Any]],
    digests: list[str],
) -> Any:  # noqa: ANN401
    """The value with disclosures put in their places, at every depth. `digests` takes every digest that is met."""
    if isinstance(value, list):
        return [_opened(v, by_hash, digests) for v in _elements(value, by_hash, digests)]
    if not isinstance(value, dict):
        return value
    out = {k: _opened(v, by_hash, digests) for k, v in value.items() if k != "_sd"}
    hashes = value.get("_sd", [])
    if not isinstance(hashes, list) or not all(isinstance(h, str) for h in hashes):
        raise Malformed("not a list of digests")
    for entry in hashes:
        digests.append(entry)
        if entry not in by_hash:
            continue
        _, name, hidden = by_hash[entry]
        if name is None or name in out:
            raise Malformed("a disclosure in the wrong place")
        out[name] = _opened(hidden, by_hash, digests)
    return out


def _elements(
    values: list[Any], by_hash: Mapping[str, tuple[str, str | None, Any]], digests: list[str]
) -> list[Any]:
    out = []
    for value in values:
        if not (isinstance(value, dict) and set(value) == {"..."}):
            out.append(value)
            continue
        entry = value["..."]
        if not isinstance(entry, str):
            raise Malformed("not a digest")
        digests.append(entry)
        if entry in by_hash:
            _, name, hidden = by_hash[entry]
            if name is not None:
                raise Malformed("a disclosure in the wrong place")
            out.append(hidden)
    return out


def _bound(
    presentation: str,
    bound: str,
    claims: Mapping[str, Any],
    expected: str,
    audience: str,
    nonce: str,
    at: int,
    fresh: int,
) -> int:
    """When the holder's device bound it; `NotHolder` or `Replayed` otherwise."""
    confirmed = claims.get("cnf")
    if not bound or not isinstance(confirmed, dict) or "jwk" not in confirmed:
        raise NotHolder("not bound to a device")
    device = PublicKey.from_jwk(confirmed["jwk"])
    try:
        found = jws.read(bound, lambda _: device, kind=BINDING).payload
    except jws.BadSignature as err:
        raise NotHolder("bound by another device") from err
    made = found.get("iat")
    if (
        found.get("sd_hash") != expected
        or found.get("aud") != audience
        or found.get("nonce") != nonce
    ):
        raise Replayed("made for somebody else or for another question")
    if not isinstance(made, int) or abs(at - made) > fresh:
        raise Replayed("made at another time")
    return made
