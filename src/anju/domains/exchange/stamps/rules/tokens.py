"""Time stamps by RFC 3161: asking for one, making out an answer, and whether a token holds. No sockets, no clock.

A token holds when it is of this digest, signed by the certificate it names (ESS, RFC 5816), which is for time stamping
alone, was valid at that moment, and leads to one of the certificates that are trusted.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Sequence
from datetime import UTC
from typing import Any, ClassVar

from asn1crypto import algos, cms, core, tsp
from cryptography import x509
from cryptography.exceptions import InvalidSignature, UnsupportedAlgorithm
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec, padding, rsa
from cryptography.hazmat.primitives.serialization import Encoding
from cryptography.x509.oid import ExtendedKeyUsageOID

from anju.domains.exchange.stamps.data.stamps import Stamped
from anju.foundation.errors import Refused

HASHES: dict[str, Callable[[], hashes.HashAlgorithm]] = {
    "sha256": hashes.SHA256,
    "sha384": hashes.SHA384,
    "sha512": hashes.SHA512,
}
DEPTH = 5
"""Certificates between the one that signed and one that is trusted."""
_BROKEN = (
    x509.InvalidVersion,
    ValueError,
    TypeError,
    KeyError,
    AttributeError,
    IndexError,
    UnsupportedAlgorithm,
)
"""What reading nonsense as ASN.1 raises."""


class Answer(core.Sequence):  # type: ignore[misc]
    """An answer of a service: without a token where it refuses (the library's own class knows no such answer)."""

    _fields: ClassVar = [
        ("status", tsp.PKIStatusInfo),
        ("time_stamp_token", cms.ContentInfo, {"optional": True}),
    ]


def asked(digest: bytes, nonce: int) -> bytes:
    """The request for a stamp of a SHA-256 digest."""
    request = tsp.TimeStampReq(
        {
            "version": "v1",
            "message_imprint": imprint(digest),
            "nonce": nonce,
            "cert_req": True,
        }
    )
    return bytes(request.dump())


def imprint(digest: bytes) -> tsp.MessageImprint:
    """What is stamped: a SHA-256 digest."""
    return tsp.MessageImprint(
        {
            "hash_algorithm": algos.DigestAlgorithm({"algorithm": "sha256"}),
            "hashed_message": digest,
        }
    )


def granted(answer: bytes, nonce: int) -> bytes:
    """The token in a service's answer. `Refused` ``stamp_unreadable``, ``stamp_not_granted``, ``stamp_nonce`` for one
    that answers another request."""
    try:
        response = Answer.load(answer, strict=True)
        status = response["status"]["status"].native
        if status not in ("granted", "granted_with_mods"):
            raise Refused("stamp_not_granted")
        token = response["time_stamp_token"]
        if _info(token)["nonce"].native != nonce:
            raise Refused("stamp_nonce")
        return bytes(token.dump())
    except _BROKEN as error:
        raise Refused("stamp_unreadable") from error


def holds(token: bytes, digest: bytes, trusted: Sequence[x509.Certificate]) -> Stamped:
    """What a token of this digest says, where it holds. `Refused` ``stamp_unreadable``, ``stamp_digest``,
    ``stamp_signature``, ``stamp_certificate`` (not for stamping, not valid then, not named by the signature),
    ``stamp_untrusted``, ``stamp_algorithm``."""
    try:
        content = cms.ContentInfo.load(token, strict=True)
        info, signed = _info(content), content["content"]
        if info["message_imprint"].native != imprint(digest).native:
            raise Refused("stamp_digest")
        (signer,) = signed["signer_infos"]
        chain = [x509.load_der_x509_certificate(c.chosen.dump()) for c in signed["certificates"]]
        certificate = _signer(signer, chain)
        _require_signature(signed, signer, certificate)
        at = info["gen_time"].native.astimezone(UTC)
        _require_fit(certificate, at)
        _require_trust(certificate, chain, trusted, at)
        policy = info["policy"].dotted
    except _BROKEN as error:
        raise Refused("stamp_unreadable") from error
    return Stamped(
        at,
        certificate.subject.rfc4514_string()[:200],
        policy,
        certificate.fingerprint(hashes.SHA256()),
    )


def _info(content: Any) -> Any:  # noqa: ANN401 - asn1crypto has no types
    if content["content_type"].native != "signed_data":
        raise Refused("stamp_unreadable")
    inner = content["content"]["encap_content_info"]
    if inner["content_type"].native != "tst_info":
        raise Refused("stamp_unreadable")
    return inner["content"].parsed


def _signer(signer: Any, chain: Sequence[x509.Certificate]) -> x509.Certificate:  # noqa: ANN401
    """The certificate that the signed attributes name by its digest."""
    named = _attribute(signer, ("signing_certificate_v2", "signing_certificate"))["certs"][0]
    algorithm = (
        named["hash_algorithm"]["algorithm"].native
        if isinstance(named, tsp.ESSCertIDv2)
        else "sha1"
    )
    wanted = named["cert_hash"].native
    for certificate in chain:
        der = certificate.public_bytes(Encoding.DER)
        if hashlib.new(algorithm, der, usedforsecurity=False).digest() == wanted:
            return certificate
    raise Refused("stamp_certificate")


def _require_signature(signed: Any, signer: Any, certificate: x509.Certificate) -> None:  # noqa: ANN401
    content = bytes(signed["encap_content_info"]["content"].parsed.dump())
    name = signer["digest_algorithm"]["algorithm"].native
    if name not in HASHES:
        raise Refused("stamp_algorithm")
    if _attribute(signer, ("content_type",)).native != "tst_info":
        raise Refused("stamp_signature")
    if _attribute(signer, ("message_digest",)).native != hashlib.new(name, content).digest():
        raise Refused("stamp_signature")
    text = bytes(signer["signed_attrs"].untag().dump())
    method, key = signer["signature_algorithm"], certificate.public_key()
    signature = signer["signature"].native
    try:
        hashed = HASHES[name]()
        if isinstance(key, ec.EllipticCurvePublicKey):
            key.verify(signature, text, ec.ECDSA(hashed))
        elif not isinstance(key, rsa.RSAPublicKey):
            raise Refused("stamp_algorithm")
        elif method.signature_algo == "rsassa_pss":
            filling = padding.PSS(padding.MGF1(hashed), padding.PSS.AUTO)
            key.verify(signature, text, filling, hashed)
        else:
            key.verify(signature, text, padding.PKCS1v15(), hashed)
    except InvalidSignature as error:
        raise Refused("stamp_signature") from error


def _attribute(signer: Any, names: Sequence[str]) -> Any:  # noqa: ANN401
    found = [a for a in signer["signed_attrs"] if a["type"].native in names]
    if not found:
        raise Refused("stamp_signature")
    return found[0]["values"][0]


def _require_fit(certificate: x509.Certificate, at: Any) -> None:  # noqa: ANN401
    if not certificate.not_valid_before_utc <= at <= certificate.not_valid_after_utc:
        raise Refused("stamp_certificate")
    try:
        usage = certificate.extensions.get_extension_for_class(x509.ExtendedKeyUsage)
    except x509.ExtensionNotFound as error:
        raise Refused("stamp_certificate") from error
    if not usage.critical or list(usage.value) != [ExtendedKeyUsageOID.TIME_STAMPING]:
        raise Refused("stamp_certificate")


def _require_trust(
    certificate: x509.Certificate,
    chain: Sequence[x509.Certificate],
    trusted: Sequence[x509.Certificate],
    at: Any,  # noqa: ANN401
) -> None:
    here = certificate
    for _ in range(DEPTH):
        if here in trusted:
            return
        above = next((c for c in [*trusted, *chain] if c != here and _issued(here, c, at)), None)
        if above is None:
            break
        here = above
    raise Refused("stamp_untrusted")


def _issued(lower: x509.Certificate, upper: x509.Certificate, at: Any) -> bool:  # noqa: ANN401
    """Signed by it, which may sign certificates and was valid then."""
    try:
        lower.verify_directly_issued_by(upper)
        limits = upper.extensions.get_extension_for_class(x509.BasicConstraints).value
    except (ValueError, TypeError, InvalidSignature, x509.ExtensionNotFound):
        return False
    return limits.ca and upper.not_valid_before_utc <= at <= upper.not_valid_after_utc
