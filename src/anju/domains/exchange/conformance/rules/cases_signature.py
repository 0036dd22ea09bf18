"""Cases about signatures: what must be taken, and what must be refused under which code."""

from __future__ import annotations

import base64
import hashlib
import secrets
from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta

from anju.domains.exchange.conformance.rules.expecting import (
    Case,
    Steps,
    anything_signed,
    every,
    receipts,
    refused,
)
from anju.domains.exchange.conformance.rules.kit import Kit, parameter, with_fields
from anju.domains.exchange.signing.data.messages import HttpMessage
from anju.domains.exchange.signing.rules.base import signature_base
from anju.domains.exchange.signing.rules.structured import read_inputs, written_bytes

Make = Callable[[Kit, object], HttpMessage]


def _taken(number: int, zh: str, en: str, make: Make) -> Case:
    def steps(kit: Kit) -> Steps:
        message = kit.message("enquiry")
        yield make(kit, message), receipts(message)

    return Case(f"S-{number:03d}", (zh, en), steps)


def _refused(number: int, code: str, zh: str, en: str, make: Make) -> Case:
    def steps(kit: Kit) -> Steps:
        yield make(kit, kit.message("enquiry")), refused(code)

    return Case(f"S-{number:03d}", (zh, en), steps, code)


def _sha512(body: bytes) -> str:
    return f"sha-512=:{base64.b64encode(hashlib.sha512(body).digest()).decode()}:"


def _both_digests(kit: Kit, message: object) -> HttpMessage:
    body = kit.request(message).body
    sha256 = base64.b64encode(hashlib.sha256(body).digest()).decode()
    return kit.resigned(message, digest=f"sha-256=:{sha256}:, {_sha512(body)}")


def _one_digest_wrong(kit: Kit, message: object) -> HttpMessage:
    body = kit.request(message).body
    sha256 = base64.b64encode(hashlib.sha256(body).digest()).decode()
    return kit.resigned(message, digest=f"sha-256=:{sha256}:, {_sha512(body + b' ')}")


def _proxied(kit: Kit, message: object) -> HttpMessage:
    request = kit.request(message)
    inputs, signature = request.headers["signature-input"], request.headers["signature"]
    return with_fields(
        request,
        **{
            "signature-input": f'proxy=("@method");created=1;keyid="proxy", {inputs}',
            "signature": f"proxy=:AAAA:, {signature}",
        },
    )


def _relabelled(kit: Kit, message: object) -> HttpMessage:
    request = kit.request(message)
    return with_fields(
        request,
        **{
            n: request.headers[n].replace("anju=", "s1=", 1)
            for n in ("signature-input", "signature")
        },
    )


def _at(seconds: int, lifetime: int = 120) -> Make:
    """Signed so many seconds from now (or before)."""
    return lambda k, m: k.request(
        m, at=k.clock() + timedelta(seconds=seconds), lifetime=timedelta(seconds=lifetime)
    )


TAKEN = (
    _taken(1, "单份签名报文", "a signed message", lambda k, m: k.request(m)),
    _taken(2, "一份报文的批次", "a batch of one", lambda k, m: k.request([m])),
    _taken(
        3,
        "SHA-512 摘要",
        "a digest by SHA-512",
        lambda k, m: k.resigned(m, digest=_sha512(k.request(m).body)),
    ),
    _taken(4, "两个摘要", "two digests", _both_digests),
    _taken(5, "代理另加的签名", "a proxy's signature beside", _proxied),
    _taken(6, "其他标签", "another label", _relabelled),
    _taken(
        7,
        "多覆盖一项",
        "one more component covered",
        lambda k, m: k.resigned(m, ('"content-digest")', '"content-digest" "@authority")')),
    ),
    _taken(
        8,
        "覆盖次序不同",
        "components in another order",
        lambda k, m: k.resigned(m, ('"@method" "@target-uri"', '"@target-uri" "@method"')),
    ),
    _taken(9, "有效期五分钟", "a lifetime of five minutes", _at(0, 300)),
    _taken(10, "时钟快半分钟", "a clock half a minute ahead", _at(30)),
    _taken(11, "时钟慢，刚过期半分钟", "expired half a minute ago by a slow clock", _at(-150)),
    _taken(
        12,
        "16 字符随机数",
        "a nonce of 16 characters",
        lambda k, m: k.request(m, nonce=secrets.token_hex(8)),
    ),
    _taken(
        13,
        "64 字符随机数",
        "a nonce of 64 characters",
        lambda k, m: k.request(m, nonce=secrets.token_hex(32)),
    ),
)


def _without(component: str) -> Make:
    def make(kit: Kit, message: object) -> HttpMessage:
        first = ("(" + component + " ", "(")
        return kit.resigned(message, first, (f" {component}", ""))

    return make


def _cut(text: str) -> str:
    return text[:20]


def _parameter_out(name: str, *, quoted: bool = True) -> Make:
    """Signed without a parameter."""

    def make(kit: Kit, message: object) -> HttpMessage:
        request = kit.request(message, nonce="n" * 24, at=kit.clock())
        value = parameter(request, name)
        text = f';{name}="{value}"' if quoted else f";{name}={value}"
        fixed = request.headers["signature-input"]
        return _signed_text(kit, request, fixed.replace(text, ""))

    return make


def _parameter_changed(name: str, new: str) -> Make:
    """Signed with another value of a parameter of text."""

    def make(kit: Kit, message: object) -> HttpMessage:
        request = kit.request(message)
        old = f'{name}="{parameter(request, name)}"'
        text = request.headers["signature-input"].replace(old, f'{name}="{new}"')
        return _signed_text(kit, request, text)

    return make


def _signed_text(kit: Kit, request: HttpMessage, text: str) -> HttpMessage:
    ((label, covered),) = read_inputs(text).items()
    signature = kit.keys.used.sign(signature_base(request, covered))
    return with_fields(
        request,
        **{
            "signature-input": text,
            "signature": f"{label}={written_bytes(signature)}",
        },
    )


def _twice(kit: Kit, message: object) -> HttpMessage:
    request = kit.request(message)
    text, signature = request.headers["signature-input"], request.headers["signature"]
    return with_fields(
        request,
        **{
            "signature-input": f"{text}, {text.replace('anju=', 'b=', 1)}",
            "signature": f"{signature}, {signature.replace('anju=', 'b=', 1)}",
        },
    )


def _for_elsewhere(kit: Kit, message: object) -> HttpMessage:
    bare = replace(kit.request(message), url="https://elsewhere.example/exchange/v1/messages")
    return replace(kit.signed(bare), url=kit.address)


def _other_method(kit: Kit, message: object) -> HttpMessage:
    return replace(kit.signed(replace(kit.request(message), method="PUT")), method="POST")


def _other_type(kit: Kit, message: object) -> HttpMessage:
    request = kit.request(message)
    return with_fields(request, **{"content-type": "application/json; charset=utf-8"})


def _altered(kit: Kit, message: object) -> HttpMessage:
    request = kit.request(message)
    return replace(request, body=request.body.replace(b"lived_here", b"lives_here"))


def _field(name: str, change: Callable[[str], str | None]) -> Make:
    def make(kit: Kit, message: object) -> HttpMessage:
        request = kit.request(message)
        return with_fields(request, **{name: change(request.headers[name])})

    return make


_WRONG: tuple[tuple[str, str, str, Make], ...] = (
    ("signature_missing", "没有 Signature", "no Signature", _field("signature", lambda _: None)),
    (
        "signature_missing",
        "没有 Signature-Input",
        "no Signature-Input",
        _field("signature-input", lambda _: None),
    ),
    ("signature_missing", "别的应用的签名", "another tag", _parameter_changed("tag", "payments")),
    ("signature_missing", "没有 tag", "no tag", _parameter_out("tag")),
    (
        "signature_malformed",
        "读不懂的覆盖",
        "an input cut short",
        _field("signature-input", _cut),
    ),
    (
        "signature_malformed",
        "不是 base64 的签名",
        "a signature that is no bytes",
        _field("signature", lambda _: "anju=abc"),
    ),
    (
        "signature_malformed",
        "标签对不上",
        "labels that differ",
        _field("signature", lambda t: t.replace("anju=", "b=")),
    ),
    ("signature_malformed", "两个本协议签名", "two of ours", _twice),
    ("signature_malformed", "没有 created", "no created", _parameter_out("created", quoted=False)),
    ("signature_malformed", "没有 expires", "no expires", _parameter_out("expires", quoted=False)),
    ("signature_malformed", "没有 keyid", "no keyid", _parameter_out("keyid")),
    ("signature_malformed", "没有 alg", "no alg", _parameter_out("alg")),
    ("signature_component_missing", "没覆盖方法", "method not covered", _without('"@method"')),
    ("signature_component_missing", "没覆盖地址", "target not covered", _without('"@target-uri"')),
    ("signature_component_missing", "没覆盖类型", "type not covered", _without('"content-type"')),
    (
        "signature_component_missing",
        "没覆盖摘要",
        "digest not covered",
        _without('"content-digest"'),
    ),
    ("digest_missing", "没有摘要", "no digest", _field("content-digest", lambda _: None)),
    (
        "digest_missing",
        "只有不认识的摘要",
        "a digest of an unknown algorithm alone",
        lambda k, m: k.resigned(m, digest="md5=:AAAA:"),
    ),
    ("digest_wrong", "正文被改", "a changed body", _altered),
    ("digest_wrong", "两个摘要有一个不符", "one of two digests wrong", _one_digest_wrong),
    ("nonce_missing", "没有随机数", "no nonce", _parameter_out("nonce")),
    ("nonce_missing", "随机数太短", "a nonce of 15", lambda k, m: k.request(m, nonce="n" * 15)),
    ("nonce_missing", "随机数太长", "a nonce of 65", lambda k, m: k.request(m, nonce="n" * 65)),
    ("signature_expired", "已过期", "expired", _at(-600)),
    ("signature_from_future", "来自将来", "from the future", _at(600)),
    ("signature_too_long", "有效期六分钟", "six minutes", _at(0, 360)),
    ("signature_too_long", "有效期为零", "a lifetime of none", _at(0, 0)),
    (
        "signature_algorithm",
        "算法与密钥不符",
        "another algorithm",
        _parameter_changed("alg", "ed25519"),
    ),
    ("signature_algorithm", "空算法", "the algorithm none", _parameter_changed("alg", "none")),
    (
        "signature_key_unknown",
        "陌生密钥",
        "a stranger's key",
        lambda k, m: k.request(m, key=k.keys.unknown),
    ),
    (
        "signature_key_ended",
        "已停用的密钥",
        "a key that has ended",
        lambda k, m: k.request(m, key=k.keys.ended),
    ),
    ("signature_wrong", "为别的地址签的", "signed for another address", _for_elsewhere),
    ("signature_wrong", "为别的方法签的", "signed for another method", _other_method),
    ("signature_wrong", "签后改了类型", "the type changed after signing", _other_type),
    (
        "signature_wrong",
        "全零签名",
        "a signature of zeros",
        _field("signature", lambda _: f"anju=:{base64.b64encode(bytes(64)).decode()}:"),
    ),
    (
        "signature_wrong",
        "截短的签名",
        "a signature cut short",
        _field("signature", lambda t: f"anju=:{base64.b64encode(bytes(10)).decode()}:"),
    ),
    (
        "signature_wrong",
        "别的密钥冒名",
        "another key under our name",
        lambda k, m: _signed_under(k, m),
    ),
    (
        "peer_suspended",
        "已暂停的地方",
        "a place whose link is suspended",
        lambda k, m: k.request(m, key=k.keys.suspended),
    ),
)


def _signed_under(kit: Kit, message: object) -> HttpMessage:
    request = kit.request(message, key=kit.keys.unknown)
    own = kit.keys.unknown.key.kid
    text = request.headers["signature-input"].replace(own, kit.keys.used.key.kid)
    return with_fields(request, **{"signature-input": text})


REFUSED = tuple(_refused(100 + n, *wrong) for n, wrong in enumerate(_WRONG, 1))


def _replayed(kit: Kit) -> Steps:
    message = kit.message("enquiry")
    request = kit.request(message)
    yield request, receipts(message)
    yield request, refused("nonce_used")


def _replayed_nonce(kit: Kit) -> Steps:
    nonce, first = secrets.token_urlsafe(16), kit.message("enquiry")
    yield kit.request(first, nonce=nonce), receipts(first)
    yield kit.request(kit.message("enquiry"), nonce=nonce), refused("nonce_used")


def _nonce_not_burnt(kit: Kit) -> Steps:
    nonce, message = secrets.token_urlsafe(16), kit.message("enquiry")
    request = kit.request(message, nonce=nonce)
    forged = with_fields(request, signature=f"anju=:{base64.b64encode(bytes(64)).decode()}:")
    yield forged, refused("signature_wrong")
    yield request, receipts(message)


def _resent(kit: Kit) -> Steps:
    message = kit.message("enquiry")
    yield kit.request(message), receipts(message)
    yield kit.request(message), receipts(message, repeated=True)


def _signed_refusal(kit: Kit) -> Steps:
    yield kit.request([]), every(refused("messages_missing"), anything_signed)


IN_STEPS = (
    Case("S-201", ("重放同一请求", "the same request twice"), _replayed, "nonce_used"),
    Case(
        "S-202",
        ("随机数用在别的报文", "a nonce for another message"),
        _replayed_nonce,
        "nonce_used",
    ),
    Case("S-203", ("伪造的请求不耗随机数", "a forged request uses no nonce up"), _nonce_not_burnt),
    Case("S-204", ("换随机数重发", "sent again under another nonce"), _resent),
    Case("S-205", ("整体退回也有签名", "a refusal is signed"), _signed_refusal),
)
CASES = (*TAKEN, *REFUSED, *IN_STEPS)
