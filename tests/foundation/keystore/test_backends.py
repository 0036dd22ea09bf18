"""Both keepers of secrets do the same; the token is a real SoftHSM2."""

from __future__ import annotations

import pytest

from anju.foundation.credentials.signing import PublicKey
from anju.foundation.crypto import sm2
from anju.foundation.errors import Refused
from anju.foundation.keystore import derivation
from anju.foundation.keystore.data import Algorithm

DATA = derivation.card_input("430100202611000123")


def test_an_issuers_key_signs_in_the_token_and_never_leaves_it(token):
    public = PublicKey("ES256", token.make("sign-1", Algorithm.ES256))
    assert public.verify(b"permit", token.sign("sign-1", Algorithm.ES256, b"permit"))
    from pkcs11 import Attribute, ObjectClass

    with token._session() as session:
        private = session.get_key(object_class=ObjectClass.PRIVATE_KEY, label="sign-1")
        assert (
            private[Attribute.SENSITIVE]
            and not private[Attribute.EXTRACTABLE]
            and private[Attribute.NEVER_EXTRACTABLE]
        )


def test_a_root_key_is_made_in_the_token_and_never_leaves_it(token):
    token.make("root-1", Algorithm.AES)
    from pkcs11 import Attribute, ObjectClass
    from pkcs11.exceptions import AttributeSensitive

    with token._session() as session:
        root = session.get_key(object_class=ObjectClass.SECRET_KEY, label="root-1")
        assert root[Attribute.NEVER_EXTRACTABLE] and root[Attribute.ALWAYS_SENSITIVE]
        with pytest.raises(AttributeSensitive):
            root[Attribute.VALUE]


def test_the_token_and_a_file_with_the_same_root_make_the_same_card_key(token, files):
    secret = bytes(range(32))
    files._write("same", secret)
    from pkcs11 import Attribute, KeyType, ObjectClass

    with token._session() as session:
        session.create_object(
            {
                Attribute.CLASS: ObjectClass.SECRET_KEY,
                Attribute.KEY_TYPE: KeyType.AES,
                Attribute.VALUE: secret,
                Attribute.LABEL: "same",
                Attribute.TOKEN: True,
                Attribute.SENSITIVE: True,
                Attribute.EXTRACTABLE: False,
                Attribute.DERIVE: True,
                Attribute.SIGN: True,
            }
        )
    for call in (
        lambda k: k.card_key("same", Algorithm.AES, "4301", 1, DATA),
        lambda k: k.region_check("same", Algorithm.AES, "4301", 1),
        lambda k: k.card_mac("same", Algorithm.AES, "4301", 1, DATA, b"challenge"),
    ):
        assert call(token) == call(files)


@pytest.mark.parametrize("algorithm", [Algorithm.ES256, Algorithm.SM2])
def test_a_key_in_a_file_signs_in_both_families(files, algorithm):
    if algorithm == Algorithm.SM2 and not sm2.available():
        pytest.skip("this machine's OpenSSL has no SM2")
    public = PublicKey(algorithm.value, files.make("pair", algorithm))
    assert public.verify(b"permit", files.sign("pair", algorithm, b"permit"))


def test_a_file_holds_no_secret_in_the_clear(files):
    files._write("root", bytes(range(32)))
    assert bytes(range(8)) not in files._path("root").read_bytes()
    assert files._path("root").stat().st_mode & 0o077 == 0


def test_a_file_under_another_name_is_no_key(files):
    files.make("one", Algorithm.AES)
    files._path("one").rename(files._path("two"))
    with pytest.raises(ValueError, match="altered"):
        files.region_check("two", Algorithm.AES, "43", 1)


def test_a_key_is_never_written_over(files, token):
    files.make("once", Algorithm.AES)
    with pytest.raises(FileExistsError):
        files.make("once", Algorithm.AES)
    token.make("once", Algorithm.AES)
    with pytest.raises(Refused, match="key_label_taken"):
        token.make("once", Algorithm.AES)


def test_a_destroyed_key_is_gone(files, token):
    for keeper in (files, token):
        keeper.make("gone", Algorithm.ES256)
        keeper.destroy("gone")
        with pytest.raises(Refused, match="key_secret_missing"):
            keeper.sign("gone", Algorithm.ES256, b"")


def test_the_token_says_which_algorithms_it_has_not(token):
    assert not token.supports(Algorithm.SM2) and not token.supports(Algorithm.SM4)


def test_a_wrong_pin_opens_nothing(token):
    from anju.foundation.keystore.backends.pkcs11 import Pkcs11Backend

    with pytest.raises(Refused, match="keystore_failed"):
        Pkcs11Backend(token._library, "anju", "9999").make("x", Algorithm.AES)
