"""What the profile of the exchange lets pass, and under which code it refuses the rest."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from anju.domains.exchange.api import signing
from anju.domains.exchange.api.signing import HttpMessage
from anju.foundation.credentials.signing import ES256, SM2, HeldKey
from anju.foundation.errors import NotAllowed

AT = datetime(2026, 11, 30, 2, 0, tzinfo=UTC)
KEY = HeldKey.make()
NONCE = "n-0123456789abcdef"
PLAIN = HttpMessage(
    b'{"a":1}', {"content-type": "application/json"}, "POST", "https://b.example/exchange"
)


def signed(message=PLAIN, key=KEY, at=AT, nonce=NONCE, **more):
    fields = signing.signed(message, key, nonce=nonce, at=at, **more)
    return replace(message, headers={**message.headers, **fields})


def verify(message, at=AT, keys=(KEY,)):
    known = {k.key.kid: k.key for k in keys}
    return signing.verified(message, lambda kid, _: known.get(kid), at=at)


def altered(message, **fields):
    headers = {k: v for k, v in {**message.headers, **fields}.items() if v is not None}
    return replace(message, headers=headers)


@pytest.mark.parametrize("algorithm", [ES256, SM2])
def test_a_signed_request_is_taken_and_says_whose_key_signed_it(algorithm):
    key = HeldKey.make(algorithm)
    found = verify(signed(key=key), keys=(key,))
    assert (found.keyid, found.nonce) == (key.key.kid, NONCE)
    assert found.keep_until >= AT.timestamp() + 120


def test_an_answer_is_bound_to_the_request_it_answers():
    request = signed()
    answer = HttpMessage(b"{}", {"content-type": "application/json"}, status=200, request=request)
    verify(signed(answer))
    other = signed(nonce="n-another-one-0123")
    with pytest.raises(NotAllowed) as refused:
        verify(replace(signed(answer), request=other))
    assert refused.value.code == "signature_wrong"


def resigned(**changes):
    """Signed over other components or parameters than the profile's, each signature true."""
    text = signed().headers["signature-input"]
    for old, new in changes.values():
        assert old in text
        text = text.replace(old, new)
    (covered,) = signing.read_inputs(text).values()
    message = altered(PLAIN, **{"content-digest": signing.content_digest(PLAIN.body)})
    signature = KEY.sign(signing.signature_base(message, covered))
    return altered(
        message,
        **{
            "signature-input": f"anju={covered}",
            "signature": f"anju={signing.written_bytes(signature)}",
        },
    )


CREATED = int(AT.timestamp())
BROKEN = {
    "signature_missing": lambda: PLAIN,
    "signature_malformed": lambda: altered(signed(), **{"signature-input": 'anju=("@method'}),
    "signature_component_missing": lambda: resigned(c=(' "@target-uri"', "")),
    "digest_missing": lambda: altered(signed(), **{"content-digest": None}),
    "digest_wrong": lambda: replace(signed(), body=b'{"a":2}'),
    "nonce_missing": lambda: resigned(n=(f';nonce="{NONCE}"', "")),
    "signature_expired": lambda: signed(at=AT - timedelta(minutes=10)),
    "signature_from_future": lambda: signed(at=AT + timedelta(minutes=10)),
    "signature_too_long": lambda: signed(lifetime=timedelta(hours=1)),
    "signature_key_unknown": lambda: signed(key=HeldKey.make()),
    "signature_algorithm": lambda: resigned(a=("ecdsa-p256-sha256", "hmac-sha256")),
    "signature_wrong": lambda: replace(signed(), url="https://b.example/other"),
}


@pytest.mark.parametrize("code", BROKEN)
def test_what_is_not_as_it_should_be_is_refused_under_its_own_code(code):
    with pytest.raises(NotAllowed) as refused:
        verify(BROKEN[code]())
    assert refused.value.code == code


@pytest.mark.parametrize(
    ("name", "message"),
    [
        ("two of ours", lambda: altered(signed(), **{"signature-input": twice()})),
        ("another application's", lambda: resigned(t=("anju-exchange", "payments"))),
        ("a component that is not there", lambda: altered(signed(), **{"content-type": None})),
        ("no time", lambda: resigned(c=(f";created={CREATED}", ""))),
        ("a nonce of three characters", lambda: resigned(n=(NONCE, "abc"))),
        ("an unknown digest alone", lambda: altered(signed(), **{"content-digest": "md5=:AA==:"})),
    ],
)
def test_hostile_signatures_do_not_pass(name, message):
    with pytest.raises(NotAllowed):
        verify(message())


def twice():
    text = signed().headers["signature-input"]
    return f"{text}, {text.replace('anju=', 'b=', 1)}"


def test_a_proxy_may_add_a_signature_of_its_own():
    message = signed()
    both = altered(
        message,
        **{
            "signature-input": f'proxy=("@method");created=1;keyid="p", {message.headers["signature-input"]}',
            "signature": f"proxy=:AAAA:, {message.headers['signature']}",
        },
    )
    assert verify(both).nonce == NONCE


@given(st.text(max_size=60), st.sampled_from(["signature", "signature-input", "content-digest"]))
def test_no_text_in_a_field_is_more_than_refused(text, field):
    with pytest.raises(NotAllowed):
        verify(altered(signed(), **{field: text}))


@given(st.integers(0, 400), st.integers(0, 7))
def test_no_changed_bit_of_the_signature_or_of_what_it_covers_passes(at, bit):
    message = signed()
    name = "signature-input" if at % 2 else "signature"
    data = bytearray(message.headers[name].encode())
    data[at % len(data)] ^= 1 << bit
    text = data.decode("latin-1")
    try:
        same = signing.read_inputs(text) == signing.read_inputs(message.headers["signature-input"])
    except signing.NotStructured:
        same = False
    if same:
        return  # another spelling of the same
    with pytest.raises(NotAllowed):
        verify(altered(message, **{name: text}))
