"""Time stamps by RFC 3161: what holds, and what is forged, of something else, or of nobody who is trusted."""

from __future__ import annotations

import hashlib
import shutil
import subprocess
from datetime import timedelta

import pytest
from asn1crypto import cms, core, tsp
from cryptography.hazmat.primitives.serialization import Encoding
from cryptography.x509.oid import ExtendedKeyUsageOID
from hypothesis import given
from hypothesis import strategies as st

from anju.domains.exchange.stamps.rules.issuing import answered
from anju.domains.exchange.stamps.rules.tokens import asked, granted, holds
from anju.foundation.clock import now
from anju.foundation.errors import Refused
from tests.factories.stamp_service import STAMPING, Service

DIGEST = hashlib.sha256(b"head").digest()


@pytest.fixture(scope="module")
def service():
    return Service()


def token(service, digest=DIGEST, nonce=7):
    return granted(service.answer(asked(digest, nonce)), nonce)


def code(call) -> str:
    with pytest.raises(Refused) as refused:
        call()
    return refused.value.code


def test_a_stamp_of_a_trusted_service_holds_and_says_when_and_by_whom(service):
    said = holds(token(service), DIGEST, [service.root])
    assert abs(said.at - now()) < timedelta(seconds=5)
    assert said.authority == "CN=时间戳"


def test_a_stamp_of_something_else_or_of_nobody_trusted_does_not_hold(service):
    found = token(service)
    assert (
        code(lambda: holds(found, hashlib.sha256(b"x").digest(), [service.root])) == "stamp_digest"
    )
    assert code(lambda: holds(found, DIGEST, [])) == "stamp_untrusted"
    assert code(lambda: holds(found, DIGEST, [Service().root])) == "stamp_untrusted"


@pytest.mark.parametrize(
    ("more", "wrong"),
    [
        ({"usage": ()}, "stamp_certificate"),
        ({"usage": (ExtendedKeyUsageOID.SERVER_AUTH,)}, "stamp_certificate"),
        ({"usage": (STAMPING, ExtendedKeyUsageOID.SERVER_AUTH)}, "stamp_certificate"),
        ({"critical": False}, "stamp_certificate"),
        ({"first": now() - timedelta(days=400), "days": 30}, "stamp_certificate"),
        ({"first": now() + timedelta(days=1)}, "stamp_certificate"),
    ],
)
def test_a_certificate_that_is_not_for_stamping_then_does_not_count(more, wrong):
    service = Service(more=more)
    assert code(lambda: holds(token(service), DIGEST, [service.root])) == wrong


def test_somebody_elses_certificate_in_place_of_the_one_that_signed_is_noticed(service):
    other = Service()
    found = cms.ContentInfo.load(token(service))
    inner = cms.ContentInfo.load(token(other))["content"]["certificates"]
    found["content"]["certificates"] = inner
    forged = found.dump(force=True)
    assert code(lambda: holds(forged, DIGEST, [service.root, other.root])) == "stamp_certificate"


def test_a_moved_moment_is_noticed(service):
    found = cms.ContentInfo.load(token(service))
    content = found["content"]["encap_content_info"]["content"]
    info = tsp.TSTInfo.load(content.parsed.dump())
    info["gen_time"] = now() - timedelta(days=1)
    found["content"]["encap_content_info"]["content"] = core.ParsableOctetString(
        info.dump(force=True), explicit=0
    )
    forged = found.dump(force=True)
    assert code(lambda: holds(forged, DIGEST, [service.root])) == "stamp_signature"


def test_an_answer_to_another_request_does_not_count(service):
    answer = service.answer(asked(DIGEST, 1))
    assert code(lambda: granted(answer, 2)) == "stamp_nonce"
    refusal = bytes.fromhex("30053003020102")
    assert code(lambda: granted(refusal, 1)) == "stamp_not_granted"


@given(st.binary(max_size=300))
def test_nonsense_is_refused_and_never_breaks_anything(blob):
    assert code(lambda: granted(blob, 1)) == "stamp_unreadable"
    assert code(lambda: holds(blob, DIGEST, [])) == "stamp_unreadable"
    assert code(lambda: answered(blob, b"", b"", serial=1, at=now())) == "stamp_unreadable"


@given(place=st.floats(0, 1, exclude_max=True), bit=st.integers(0, 7))
def test_a_stamp_with_one_bit_changed_never_says_another_moment(service, place, bit):
    found = bytearray(token(service))
    real = holds(bytes(found), DIGEST, [service.root])
    found[int(place * len(found))] ^= 1 << bit
    try:
        said = holds(bytes(found), DIGEST, [service.root])
    except Refused:
        return
    assert (said.at, said.authority) == (real.at, real.authority)


@pytest.mark.skipif(shutil.which("openssl") is None, reason="no openssl here")
def test_openssl_takes_our_stamps(service, tmp_path):
    answer = service.answer(asked(DIGEST, 9))
    (tmp_path / "a.tsr").write_bytes(answer)
    (tmp_path / "root.pem").write_bytes(service.root.public_bytes(Encoding.PEM))
    checked = subprocess.run(
        [
            "openssl",
            "ts",
            "-verify",
            "-digest",
            DIGEST.hex(),
            "-in",
            "a.tsr",
            "-CAfile",
            "root.pem",
        ],
        cwd=tmp_path,
        capture_output=True,
        text=True,
        check=False,
    )
    assert "Verification: OK" in checked.stdout, checked.stderr
