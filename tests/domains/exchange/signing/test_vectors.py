"""The test vectors of RFC 9421, appendix B.2, and of RFC 9530, appendix B."""

from __future__ import annotations

import base64
import hashlib
import hmac

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey
from cryptography.hazmat.primitives.serialization import load_pem_public_key

from anju.domains.exchange.api import signing
from anju.domains.exchange.api.signing import Component, HttpMessage
from anju.foundation.credentials.signing import ES256, PublicKey

REQUEST = HttpMessage(
    body=b'{"hello": "world"}',
    headers={
        "host": "example.com",
        "date": "Tue, 20 Apr 2021 02:07:55 GMT",
        "content-type": "application/json",
        "content-digest": (
            "sha-512=:WZDPaVn/7XgHaAy8pmojAkGWoRx2UFChF41A2svX+TaPm+AbwAgBWnrIiYllu7BNNyealdVLvRwE"
            "mTHWXvJwew==:"
        ),
        "content-length": "18",
    },
    method="POST",
    url="https://example.com/foo?param=Value&Pet=dog",
)
ANSWER = HttpMessage(
    body=b'{"message": "good dog"}',
    headers={
        "date": "Tue, 20 Apr 2021 02:07:56 GMT",
        "content-type": "application/json",
        "content-digest": (
            "sha-512=:mEWXIS7MaLRuGgxOBdODa3xqM1XdEvxoYhvlCFJ41QJgJc4GTsPp29l5oGX69wWdXymyU0rjJuah"
            "q4l5aGgfLQ==:"
        ),
        "content-length": "23",
    },
    status=200,
)
ECC = """-----BEGIN PUBLIC KEY-----
MFkwEwYHKoZIzj0CAQYIKoZIzj0DAQcDQgAEqIVYZVLCrPZHGHjP17CTW0/+D9Lf
w0EkjqF7xB4FivAxzic30tMM4GF+hR6Dxh71Z50VGGdldkkDXZCnTNnoXQ==
-----END PUBLIC KEY-----
"""
ED25519 = base64.b64decode("JrQLj5P/89iXES9+vFgrIy29clF9CC/oPPsw3c5D0bs=")
SHARED = base64.b64decode(
    "uzvJfB4u3N0Jy4T7NZ75MDVcr8zSTInedJtkgcu46YW4XByzNJjxBdtjUkdJPBtbmHhIDi6pcl8jsasjlTMtDQ=="
)


def covered(text):
    (what,) = signing.read_inputs(f"sig={text}").values()
    return what


def test_the_signature_of_an_answer_with_a_key_on_p_256_holds_b24():
    what = covered(
        '("@status" "content-type" "content-digest" "content-length")'
        ';created=1618884473;keyid="test-key-ecc-p256"'
    )
    numbers = load_pem_public_key(ECC.encode()).public_numbers()
    key = PublicKey(ES256, numbers.x.to_bytes(32, "big") + numbers.y.to_bytes(32, "big"))
    signature = base64.b64decode(
        "wNmSUAhwb5LxtOtOpNa6W5xj067m5hFrj0XQ4fvpaCLx0NKocgPquLgyahnzDnDAUy5eCdlYUEkLIj+32oiasw=="
    )
    assert key.verify(signing.signature_base(ANSWER, what), signature)


def test_the_signature_of_a_request_with_a_shared_secret_holds_b25():
    what = covered(
        '("date" "@authority" "content-type");created=1618884473;keyid="test-shared-secret"'
    )
    mac = hmac.new(SHARED, signing.signature_base(REQUEST, what), hashlib.sha256).digest()
    assert base64.b64encode(mac) == b"pxcQw6G3AjtMBQjwo8XzkZf/bws5LelbaMk5rGIGtE8="


def test_the_signature_of_a_request_with_ed25519_holds_b26():
    what = covered(
        '("date" "@method" "@path" "@authority" "content-type" "content-length")'
        ';created=1618884473;keyid="test-key-ed25519"'
    )
    signature = base64.b64decode(
        "wqcAqbmYJ2ji2glfAMaRy4gruYYnx2nEFN2HN6jrnDnQCK1u02Gb04v9EDgwUPiu4A0w6vuQv5lIp5WPpBKRCw=="
    )
    Ed25519PublicKey.from_public_bytes(ED25519).verify(
        signature, signing.signature_base(REQUEST, what)
    )


def test_the_base_of_a_selective_signature_is_as_b22_prints_it():
    what = covered(
        '("@authority" "content-digest" "@query-param";name="Pet");created=1618884473'
        ';keyid="test-key-rsa-pss";tag="header-example"'
    )
    assert signing.signature_base(REQUEST, what).decode() == (
        '"@authority": example.com\n'
        f'"content-digest": {REQUEST.headers["content-digest"]}\n'
        '"@query-param";name="Pet": dog\n'
        '"@signature-params": ("@authority" "content-digest" "@query-param";name="Pet")'
        ';created=1618884473;keyid="test-key-rsa-pss";tag="header-example"'
    )


def test_an_answer_covers_the_signature_of_its_request_as_in_section_2_4():
    request = HttpMessage(
        b"",
        {**REQUEST.headers, "signature": "sig1=:LAH8BjcfcOcLojiuOBFWn0P5keD3xAOuJRGziCLuD8r5:"},
        "POST",
        REQUEST.url,
    )
    answer = HttpMessage(ANSWER.body, ANSWER.headers, status=503, request=request)
    what = covered('("@status" "@method";req "signature";req;key="sig1")')
    assert signing.signature_base(answer, what).decode().splitlines()[:3] == [
        '"@status": 503',
        '"@method";req: POST',
        '"signature";req;key="sig1": :LAH8BjcfcOcLojiuOBFWn0P5keD3xAOuJRGziCLuD8r5:',
    ]


def test_digests_are_as_rfc_9530_prints_them():
    assert (
        signing.content_digest(b'{"hello": "world"}')
        == "sha-256=:X48E9qOokqqrvdts8nOJRJN3OWDUoyWxBf7kbu9DBPE=:"
    )


def test_components_print_as_they_were_read():
    text = '("@method" "x";key="a b" "signature";req;key="s");created=5;nonce="q\\"x";alg="a"'
    assert str(covered(text)) == text
    assert str(Component("@status", {"req": True})) == '"@status";req'
