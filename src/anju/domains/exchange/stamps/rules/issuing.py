"""Stamping by ourselves: a key, its certificate for time stamping alone, and tokens as RFC 3161 wants them."""

from __future__ import annotations

import hashlib
from datetime import datetime, timedelta

from asn1crypto import algos, cms, core, tsp
from asn1crypto import x509 as der
from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import (
    Encoding,
    NoEncryption,
    PrivateFormat,
    load_der_private_key,
)
from cryptography.x509.oid import ExtendedKeyUsageOID, NameOID

from anju.domains.exchange.stamps.data.stamps import POLICY
from anju.domains.exchange.stamps.rules.tokens import imprint
from anju.foundation.errors import Refused

LIFETIME = timedelta(days=3650)


def new_authority(name: str, at: datetime) -> tuple[bytes, bytes]:
    """A key for stamping (PKCS 8) and its certificate, signed by itself (both DER)."""
    key = ec.generate_private_key(ec.SECP256R1())
    subject = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, name[:60])])
    certificate = (
        x509.CertificateBuilder()
        .subject_name(subject)
        .issuer_name(subject)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(at - timedelta(minutes=5))
        .not_valid_after(at + LIFETIME)
        .add_extension(x509.ExtendedKeyUsage([ExtendedKeyUsageOID.TIME_STAMPING]), critical=True)
        .add_extension(x509.BasicConstraints(ca=False, path_length=None), critical=True)
        .sign(key, hashes.SHA256())
    )
    secret = key.private_bytes(Encoding.DER, PrivateFormat.PKCS8, NoEncryption())
    return secret, certificate.public_bytes(Encoding.DER)


def answered(
    request: bytes, secret: bytes, certificate: bytes, *, serial: int, at: datetime
) -> bytes:
    """The answer to a request for a stamp, at that moment. `Refused` ``stamp_unreadable`` for no request of a SHA-256
    digest."""
    try:
        found = tsp.TimeStampReq.load(request, strict=True)
        what = found["message_imprint"]
        digest, nonce = what["hashed_message"].native, found["nonce"].native
        known = what["hash_algorithm"]["algorithm"].native == "sha256" and len(digest) == 32
    except (ValueError, TypeError, KeyError) as error:
        raise Refused("stamp_unreadable") from error
    if not known:
        raise Refused("stamp_unreadable")
    info = tsp.TSTInfo(
        {
            "version": "v1",
            "policy": POLICY,
            "message_imprint": imprint(digest),
            "serial_number": serial,
            "gen_time": at,
            "accuracy": tsp.Accuracy({"seconds": 1}),
            "nonce": nonce,
        }
    )
    token = _signed(bytes(info.dump()), secret, certificate)
    answer = tsp.TimeStampResp({"status": {"status": "granted"}, "time_stamp_token": token})
    return bytes(answer.dump())


def _signed(content: bytes, secret: bytes, certificate: bytes) -> cms.ContentInfo:
    own = der.Certificate.load(certificate)
    attributes = cms.CMSAttributes(
        [
            cms.CMSAttribute({"type": "content_type", "values": ["tst_info"]}),
            cms.CMSAttribute(
                {"type": "message_digest", "values": [hashlib.sha256(content).digest()]}
            ),
            cms.CMSAttribute(
                {
                    "type": "signing_certificate_v2",
                    "values": [
                        tsp.SigningCertificateV2(
                            {"certs": [{"cert_hash": hashlib.sha256(certificate).digest()}]}
                        )
                    ],
                }
            ),
        ]
    )
    key = load_der_private_key(secret, None)
    if not isinstance(key, ec.EllipticCurvePrivateKey):
        raise TypeError("another kind of key")
    sha256 = algos.DigestAlgorithm({"algorithm": "sha256"})
    signer = cms.SignerInfo(
        {
            "version": "v1",
            "sid": cms.SignerIdentifier(
                "issuer_and_serial_number",
                {"issuer": own.issuer, "serial_number": own.serial_number},
            ),
            "digest_algorithm": sha256,
            "signed_attrs": attributes,
            "signature_algorithm": algos.SignedDigestAlgorithm({"algorithm": "sha256_ecdsa"}),
            "signature": key.sign(bytes(attributes.dump()), ec.ECDSA(hashes.SHA256())),
        }
    )
    return cms.ContentInfo(
        {
            "content_type": "signed_data",
            "content": cms.SignedData(
                {
                    "version": "v3",
                    "digest_algorithms": [sha256],
                    "encap_content_info": {
                        "content_type": "tst_info",
                        "content": core.ParsableOctetString(content),
                    },
                    "certificates": [own],
                    "signer_infos": [signer],
                }
            ),
        }
    )
