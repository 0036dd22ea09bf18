"""Secrets inside a PKCS#11 token: a hardware module, or SoftHSM2 for trying it out.

Root keys and issuers' private keys are made in the token as sensitive and not extractable. A region's key is derived in
the token for the length of one call; only a card's own key comes out, because it is written into the card.
SoftHSM2 knows neither SM2 nor SM4; tokens that do use mechanism numbers of their makers, which this
page does not guess.
"""

from __future__ import annotations

import hashlib
import os
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pkcs11
from pkcs11 import Attribute, KeyType, Mechanism, ObjectClass
from pkcs11.exceptions import NoSuchKey, PKCS11Error
from pkcs11.util.ec import encode_named_curve_parameters

from anju.foundation.errors import Refused
from anju.foundation.keystore import derivation
from anju.foundation.keystore.data import Algorithm

_OURS = (Algorithm.AES, Algorithm.ES256)
_INSIDE = {Attribute.SENSITIVE: True, Attribute.EXTRACTABLE: False}


class Pkcs11Backend:
    """One token. Its PIN comes from a file, never from the database."""

    name = "pkcs11"

    def __init__(self, library: str, token: str, pin: str) -> None:
        """`library`: the module's path; `token`: its label."""
        self._library, self._label, self._pin = library, token, pin
        self._lock = threading.Lock()
        self._token: Any = None

    @staticmethod
    def of_settings() -> Pkcs11Backend:
        """settings.KEYSTORE ``pkcs11:/path/to/library``, KEYSTORE_TOKEN, KEYSTORE_PIN_FILE (first line: the PIN)."""
        from django.conf import settings

        pin = Path(settings.KEYSTORE_PIN_FILE).read_text("utf-8").split("\n", 1)[0]
        return Pkcs11Backend(str(settings.KEYSTORE).partition(":")[2], settings.KEYSTORE_TOKEN, pin)

    def supports(self, algorithm: Algorithm) -> bool:
        """AES and P-256."""
        return algorithm in _OURS

    def make(self, label: str, algorithm: Algorithm) -> bytes:
        """See `Backend`. Never a second key under a label that stands."""
        with self._session() as session:
            if any(True for _ in session.get_objects({Attribute.LABEL: label})):
                raise Refused("key_label_taken", label=label)
            if algorithm == Algorithm.ES256:
                curve = {Attribute.EC_PARAMS: encode_named_curve_parameters("secp256r1")}
                parameters = session.create_domain_parameters(KeyType.EC, curve, local=True)
                public, _ = parameters.generate_keypair(
                    store=True, label=label, private_template=_INSIDE
                )
                return bytes(public[Attribute.EC_POINT])[-64:]
            if algorithm != Algorithm.AES:
                raise Refused("key_algorithm_here", algorithm=algorithm.value, backend=self.name)
            root = session.generate_key(
                KeyType.AES,
                256,
                label=label,
                store=True,
                template={
                    **_INSIDE,
                    Attribute.DERIVE: True,
                    Attribute.SIGN: True,
                    Attribute.ENCRYPT: False,
                    Attribute.DECRYPT: False,
                },
            )
            return derivation.check_value(root.sign(bytes(16), mechanism=Mechanism.AES_CMAC))

    def sign(self, label: str, algorithm: Algorithm, message: bytes) -> bytes:
        """See `Backend`. Hashed here, signed there."""
        with self._session() as session:
            key = self._get(session, ObjectClass.PRIVATE_KEY, label)
            return bytes(key.sign(hashlib.sha256(message).digest(), mechanism=Mechanism.ECDSA))

    def region_check(self, root: str, algorithm: Algorithm, region: str, version: int) -> bytes:
        """See `Backend`."""
        with self._region(root, algorithm, region, version) as key:
            return derivation.check_value(key.sign(bytes(16), mechanism=Mechanism.AES_CMAC))

    def card_key(
        self, root: str, algorithm: Algorithm, region: str, version: int, data: bytes
    ) -> bytes:
        """See `Backend`."""
        with self._region(root, algorithm, region, version) as key:
            return b"".join(
                key.sign(constant + data, mechanism=Mechanism.AES_CMAC)
                for constant in derivation.CONSTANTS[algorithm]
            )

    def card_mac(
        self,
        root: str,
        algorithm: Algorithm,
        region: str,
        version: int,
        data: bytes,
        message: bytes,
    ) -> bytes:
        """See `Backend`."""
        return derivation.cmac(
            algorithm, self.card_key(root, algorithm, region, version, data), message
        )

    def destroy(self, label: str) -> None:
        """See `Backend`."""
        with self._session() as session:
            for found in list(session.get_objects({Attribute.LABEL: label})):
                found.destroy()

    @contextmanager
    def _region(self, root: str, algorithm: Algorithm, region: str, version: int) -> Iterator[Any]:
        with self._session() as session:
            parent = self._get(session, ObjectClass.SECRET_KEY, root)
            key = parent.derive_key(
                KeyType.AES,
                256,
                mechanism=Mechanism.AES_CBC_ENCRYPT_DATA,
                store=False,
                mechanism_param=(bytes(16), derivation.region_data(algorithm, region, version)),
                template={**_INSIDE, Attribute.SIGN: True},
            )
            try:
                yield key
            finally:
                key.destroy()

    def _get(self, session: Any, kind: ObjectClass, label: str) -> Any:  # noqa: ANN401 - the library publishes no types
        try:
            return session.get_key(object_class=kind, label=label)
        except NoSuchKey as absent:
            raise Refused("key_secret_missing", label=label) from absent

    @contextmanager
    def _session(self) -> Iterator[Any]:
        """A signed-in session; one at a time, because a token's login belongs to the whole process."""
        with self._lock:
            try:
                if self._token is None:
                    self._token = pkcs11.lib(self._library).get_token(token_label=self._label)
                with self._token.open(user_pin=self._pin, rw=True) as session:
                    yield session
            except (PKCS11Error, RuntimeError, OSError) as failure:
                raise Refused(
                    "keystore_failed", why=type(failure).__name__, pid=os.getpid()
                ) from failure
