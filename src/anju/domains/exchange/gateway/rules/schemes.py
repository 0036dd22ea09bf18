"""The header fields of the national gateway and the form of the older one, read, written and checked. No tables.

National: ``gjgxjhpt_rid``, ``_sid``, ``_rtime``, ``_sign`` with sign = base64(HMAC-SHA256(secret, sid + rid + rtime)).
Older: a form with ``appKey``, ``requestTime``, ``sign`` = MD5(appKey + secret + requestTime) in hexadecimal, and the
content in ``data``. Both prove who asks and when, and neither what: see `Assurance`.
"""

from __future__ import annotations

import base64
import hashlib
import hmac
from collections.abc import Mapping
from datetime import datetime, timedelta
from urllib.parse import parse_qs, urlencode

from anju.domains.exchange.gateway.data.assurance import Assurance, Claim
from anju.domains.exchange.signing.data.messages import LONGEST, SKEW, HttpMessage, Verified
from anju.foundation.errors import NotAllowed

PREFIX = "gjgxjhpt_"
FORM_TYPE = "application/x-www-form-urlencoded"
_LONGEST_NAME = 64


def claim_of(request: HttpMessage) -> Claim | None:
    """What a request claims by one of the two schemes; None where it uses neither, or is signed by RFC 9421 as well.
    Raises `NotAllowed` ``signature_malformed``."""
    if request.headers.get("signature-input"):
        return None
    fields = {name.replace("-", "_"): value for name, value in request.headers.items()}
    if f"{PREFIX}sign" in fields:
        return _national(fields, request.body)
    kind = request.headers.get("content-type", "").split(";")[0].strip().lower()
    return _form(request.body) if kind == FORM_TYPE else None


def checked(claim: Claim, secret: str, at: datetime) -> Verified:
    """The claim holds. The signature serves as the nonce: the same one is taken once, whatever it came with. Raises
    `NotAllowed` ``signature_expired``, ``signature_from_future``, ``signature_wrong``."""
    now = int(at.timestamp() * 1000)
    if claim.moment > now + _milliseconds(SKEW):
        raise NotAllowed("signature_from_future")
    if claim.moment < now - _milliseconds(LONGEST):
        raise NotAllowed("signature_expired")
    expected = signature(claim.scheme, claim.covered, secret, claim.moment)
    if not hmac.compare_digest(expected.encode(), claim.signature.encode()):
        raise NotAllowed("signature_wrong")
    created = claim.moment // 1000
    return Verified(
        claim.caller,
        hashlib.sha256(claim.signature.encode()).hexdigest(),
        created,
        created + int(LONGEST.total_seconds()),
        f"{claim.covered}|{claim.moment}|{hashlib.sha256(claim.body).hexdigest()}".encode(),
        claim.signature.encode(),
    )


def signature(scheme: str, covered: str, secret: str, moment: int) -> str:
    """As each scheme writes it. `covered`: sid + rid, or the appKey."""
    if scheme == Assurance.HEADERS:
        text = f"{covered}{moment}".encode()
        return base64.b64encode(hmac.new(secret.encode(), text, hashlib.sha256).digest()).decode()
    return hashlib.md5(f"{covered}{secret}{moment}".encode(), usedforsecurity=False).hexdigest()


def written(
    scheme: str, caller: str, service: str, secret: str, body: bytes, at: datetime
) -> tuple[dict[str, str], bytes]:
    """Header fields and body of a request by a scheme."""
    moment = int(at.timestamp() * 1000)
    if scheme == Assurance.HEADERS:
        sign = signature(scheme, service + caller, secret, moment)
        fields = {"rid": caller, "sid": service, "rtime": str(moment), "sign": sign}
        named = {PREFIX + name: value for name, value in fields.items()}
        return {"content-type": "application/json", **named}, body
    sign = signature(scheme, caller, secret, moment)
    form = {"appKey": caller, "requestTime": moment, "sign": sign, "data": body.decode()}
    return {"content-type": FORM_TYPE}, urlencode(form).encode()


def _national(fields: Mapping[str, str], body: bytes) -> Claim:
    found = {name: fields.get(PREFIX + name, "") for name in ("rid", "sid", "rtime", "sign")}
    covered = found["sid"] + found["rid"]
    return _claim(Assurance.HEADERS, found["rid"], covered, found["rtime"], found["sign"], body)


def _form(body: bytes) -> Claim:
    try:
        form = parse_qs(body.decode("utf-8"), strict_parsing=True, max_num_fields=20)
    except ValueError as error:
        raise NotAllowed("signature_malformed") from error
    found = {n: form.get(n, [""])[0] for n in ("appKey", "requestTime", "sign", "data")}
    caller, content = found["appKey"], found["data"].encode()
    sign = found["sign"].lower()
    return _claim(Assurance.MD5, caller, caller, found["requestTime"], sign, content)


def _claim(
    scheme: Assurance, caller: str, covered: str, moment: str, sign: str, body: bytes
) -> Claim:
    known = 0 < len(caller) <= _LONGEST_NAME and 0 < len(sign) <= 128 and len(covered) <= 200
    if not known or not moment.isascii() or not moment.isdecimal() or len(moment) != 13:
        raise NotAllowed("signature_malformed")
    return Claim(scheme, caller, covered, int(moment), sign, body)


def _milliseconds(span: timedelta) -> int:
    return int(span.total_seconds() * 1000)
