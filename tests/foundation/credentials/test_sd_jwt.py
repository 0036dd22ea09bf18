"""SD-JWT: the specification's own examples, and what nobody may be able to do."""

from __future__ import annotations

import json

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from anju.foundation.credentials import jws, sd_jwt
from anju.foundation.credentials.signing import HeldKey, Malformed, from_base64url, to_base64url
from anju.foundation.crypto import sm2

ISSUER, DEVICE, STRANGER = HeldKey.make(), HeldKey.make(), HeldKey.make()
VCT = "urn:anju:permit"
FACTS = {
    "name": "张建国",
    "id_number": "430181199003079970",
    "city": "长沙市",
    "holds_permit": True,
}


def key_of(kid):
    return ISSUER.key if kid == ISSUER.key.kid else None


def issued(**more):
    return sd_jwt.issue(
        {"iss": "https://a.example", "iat": 100, "exp": 999}, FACTS, ISSUER, vct=VCT, **more
    )


def test_the_digest_of_a_disclosure_is_the_one_of_rfc_9901():
    text = sd_jwt.disclosure("_26bc4LT-ac6q2KI6cBW5es", "family_name", "Möbius")
    written = "WyJfMjZiYzRMVC1hYzZxMktJNmNCVzVlcyIsICJmYW1pbHlfbmFtZSIsICJNw7ZiaXVzIl0"
    assert text == written
    assert sd_jwt.hashed("sha-256", written) == "X9yH0Ajrdm1Oij4tWso9UzzKJvPoDxwmuEcO3XAdRC0"


json_values = st.recursive(
    st.none() | st.booleans() | st.integers(-(2**40), 2**40) | st.text(max_size=20),
    lambda c: (
        st.lists(c, max_size=3)
        | st.dictionaries(
            st.text(max_size=5).filter(lambda k: k not in ("_sd", "...")), c, max_size=3
        )
    ),
    max_leaves=6,
)
names = st.text(min_size=1, max_size=12).filter(
    lambda n: n not in {"_sd", "_sd_alg", "...", "iat", *sd_jwt.OPEN_ALWAYS}
)


@settings(deadline=None, max_examples=60)
@given(facts=st.dictionaries(names, json_values, max_size=6), data=st.data())
def test_exactly_what_is_shown_is_read(facts, data):
    shown = data.draw(st.sets(st.sampled_from(sorted(facts))) if facts else st.just(set()))
    text = sd_jwt.issue({"iat": 1}, facts, ISSUER, vct=VCT)
    found = sd_jwt.verify(sd_jwt.present(text, shown), key_of)
    assert found.claims == {"iat": 1, "vct": VCT, **{k: v for k, v in facts.items() if k in shown}}
    assert set(found.disclosed) == shown


def test_what_is_not_shown_cannot_be_derived():
    """Neither the value nor a digest that a guess would meet is in the presentation; and no two issues look alike."""
    shown = sd_jwt.present(issued(), {"holds_permit"})
    payload = json.loads(from_base64url(shown.split(".")[1]))
    assert FACTS["id_number"] not in json.dumps(payload) and "张" not in json.dumps(
        payload, ensure_ascii=False
    )
    guesses = {
        sd_jwt.hashed("sha-256", sd_jwt.disclosure(salt, "id_number", FACTS["id_number"]))
        for salt in ("", to_base64url(bytes(16)))
    }
    guesses.add(sd_jwt.hashed("sha-256", to_base64url(FACTS["id_number"].encode())))
    assert not guesses.intersection(payload["_sd"])
    again = json.loads(from_base64url(issued().split(".")[1]))
    assert not set(payload["_sd"]).intersection(again["_sd"])
    assert len(payload["_sd"]) == len(FACTS) + 2 and payload["_sd"] == sorted(payload["_sd"])


@settings(deadline=None, max_examples=150)
@given(place=st.integers(0, 10**6), bit=st.integers(0, 6))
def test_any_flipped_bit_is_refused(place, bit):
    text = _TEXT
    place %= len(text)
    changed = text[:place] + chr(ord(text[place]) ^ 1 << bit) + text[place + 1 :]
    with pytest.raises(Malformed):
        sd_jwt.verify(changed, key_of, audience="v", nonce="n", at=200, binding=True)


_TEXT = sd_jwt.present(
    issued(holder=DEVICE.key), {"name", "city"}, device=DEVICE, audience="v", nonce="n", at=200
)


def test_a_bound_presentation_holds_for_its_verifier_and_its_question():
    found = sd_jwt.verify(_TEXT, key_of, audience="v", nonce="n", at=230, binding=True)
    assert found.bound and found.bound_at == 200 and found.claims["name"] == "张建国"


@pytest.mark.parametrize("asked", [{"nonce": "m"}, {"audience": "w"}, {"at": 900}])
def test_a_presentation_made_for_another_question_is_a_replay(asked):
    with pytest.raises(sd_jwt.Replayed):
        sd_jwt.verify(
            _TEXT, key_of, **{"audience": "v", "nonce": "n", "at": 200, **asked}, binding=True
        )


def test_adding_a_disclosure_after_binding_is_refused():
    whole = issued(holder=DEVICE.key)
    bound = sd_jwt.present(whole, {"city"}, device=DEVICE, audience="v", nonce="n", at=200)
    extra = next(d for d in whole.split("~")[1:-1] if sd_jwt._claim(d)[1] == "name")
    head, *rest, binding = bound.split("~")
    with pytest.raises(sd_jwt.Replayed):
        sd_jwt.verify(
            "~".join((head, *rest, extra, binding)),
            key_of,
            audience="v",
            nonce="n",
            at=200,
            binding=True,
        )


def test_somebody_elses_device_is_not_the_holder():
    text = sd_jwt.present(
        issued(holder=DEVICE.key), {"name"}, device=STRANGER, audience="v", nonce="n", at=200
    )
    with pytest.raises(sd_jwt.NotHolder):
        sd_jwt.verify(text, key_of, audience="v", nonce="n", at=200, binding=True)
    with pytest.raises(sd_jwt.NotHolder):
        sd_jwt.verify(
            sd_jwt.present(issued(), {"name"}),
            key_of,
            audience="v",
            nonce="n",
            at=200,
            binding=True,
        )


def test_a_strangers_signature_and_a_changed_text_are_told_apart():
    forged = sd_jwt.issue({"iat": 1}, FACTS, STRANGER, vct=VCT)
    with pytest.raises(jws.UnknownIssuer):
        sd_jwt.verify(forged, key_of)
    head, payload, signature = issued().split("~")[0].split(".")
    other = json.loads(from_base64url(payload)) | {"exp": 10**10}
    text = f"{head}.{to_base64url(json.dumps(other).encode())}.{signature}~"
    with pytest.raises(jws.BadSignature):
        sd_jwt.verify(text, key_of)


@pytest.mark.parametrize(
    "header", [{"alg": "none"}, {"alg": "HS256"}, {"typ": "JWT"}, {"crit": ["b64"], "b64": False}]
)
def test_the_header_chooses_neither_algorithm_nor_kind(header):
    head, payload, signature = issued().split("~")[0].split(".")
    changed = json.loads(from_base64url(head)) | header
    text = f"{to_base64url(json.dumps(changed).encode())}.{payload}.{signature if header.get('alg') != 'none' else ''}~"
    with pytest.raises(Malformed):
        sd_jwt.verify(text, key_of)


def signed(payload, *disclosures):
    text = jws.write({"vct": VCT, **payload}, ISSUER, kind=sd_jwt.KIND)
    return "~".join((text, *disclosures, ""))


def hashes(*disclosures):
    return [sd_jwt.hashed("sha-256", d) for d in disclosures]


def test_hidden_parts_inside_objects_and_lists_are_opened():
    inner = sd_jwt.disclosure("s", "street", "x")
    outer = sd_jwt.disclosure("s", "address", {"_sd": hashes(inner)})
    element = to_base64url(json.dumps(["s", "FR"]).encode())
    payload = {
        "_sd": hashes(outer),
        "nationalities": ["DE", {"...": hashes(element)[0]}, {"...": "x" * 43}],
    }
    found = sd_jwt.verify(signed(payload, outer, inner, element), key_of)
    assert found.claims == {"vct": VCT, "address": {"street": "x"}, "nationalities": ["DE", "FR"]}


def test_disclosures_out_of_place_are_refused():
    name, iss = sd_jwt.disclosure("s", "name", "x"), sd_jwt.disclosure("s", "iss", "evil")
    element = to_base64url(json.dumps(["s", "FR"]).encode())
    for text in (
        signed({}, name),
        signed({"_sd": hashes(name)}, name, name),
        signed({"_sd": hashes(iss)}, iss),
        signed({"name": "y", "_sd": hashes(name)}, name),
        signed({"_sd": hashes(name) * 2}, name),
        signed({"_sd": hashes(element)}, element),
        signed({"l": [{"...": hashes(name)[0]}]}, name),
        signed({"_sd": "text"}),
        signed({"_sd_alg": "md5", "_sd": []}),
    ):
        with pytest.raises(Malformed):
            sd_jwt.verify(text, key_of)


@settings(deadline=None, max_examples=200)
@given(st.text(max_size=80) | st.text(alphabet="abcAZ09_-.~", max_size=80))
def test_any_text_is_refused_in_order(text):
    with pytest.raises(Malformed):
        sd_jwt.verify(text, key_of)


@pytest.mark.skipif(not sm2.available(), reason="this machine's OpenSSL has no SM2")
def test_the_national_family_uses_sm3_throughout():
    issuer, device = HeldKey.make("SM2"), HeldKey.make("SM2")
    text = sd_jwt.issue({"iat": 1}, FACTS, issuer, vct=VCT, holder=device.key)
    bound = sd_jwt.present(text, {"city"}, device=device, audience="v", nonce="n", at=5)
    found = sd_jwt.verify(bound, lambda _: issuer.key, audience="v", nonce="n", at=5, binding=True)
    assert found.claims["city"] == "长沙市"
    assert json.loads(from_base64url(text.split(".")[1]))["_sd_alg"] == "sm3"


def test_what_must_stand_open_cannot_be_hidden():
    with pytest.raises(ValueError, match="never hidden"):
        sd_jwt.issue({}, {"exp": 1}, ISSUER, vct=VCT)
