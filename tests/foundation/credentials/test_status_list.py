"""Status lists."""

from __future__ import annotations

import itertools
import random
import zlib

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from anju.domains.permits.credentials.operations import status_lists
from anju.foundation.credentials import jws, status_list
from anju.foundation.credentials.signing import HeldKey, Malformed, to_base64url

ISSUER = HeldKey.make()
URI = "https://a.example/status/1"


def key_of(kid):
    return ISSUER.key if kid == ISSUER.key.kid else None


@pytest.mark.parametrize(
    ("bits", "states", "packed", "lst"),
    [
        (1, [1, 0, 0, 1, 1, 1, 0, 1, 1, 1, 0, 0, 0, 1, 0, 1], b"\xb9\xa3", "eNrbuRgAAhcBXQ"),
        (2, [1, 2, 0, 3, 0, 1, 0, 1, 1, 2, 3, 3], b"\xc9\x44\xf9", "eNo76fITAAPfAgc"),
    ],
)
def test_packing_is_the_specifications_own(bits, states, packed, lst):
    assert (
        bytes(status_list.pack(len(states), enumerate(states), bits))
        == packed
        == status_list.unfold(lst)
    )


@settings(deadline=None)
@given(st.sampled_from([1, 2, 4, 8]), st.data())
def test_every_state_comes_back(bits, data):
    size = data.draw(st.integers(1, 300))
    states = data.draw(st.dictionaries(st.integers(0, size - 1), st.integers(0, 2**bits - 1)))
    text = status_list.write(
        status_list.pack(size, states.items(), bits),
        ISSUER,
        uri=URI,
        issued=5,
        expires=9,
        ttl=3,
        bits=bits,
    )
    found = status_list.read(text, key_of)
    assert (found.uri, found.issued, found.expires, found.ttl) == (URI, 5, 9, 3)
    assert {i: found.state(i) for i in range(size)} == {i: states.get(i, 0) for i in range(size)}


def test_a_list_tells_nothing_beyond_its_end():
    found = status_list.StatusList(URI, 2, bytes(4), 0, 0)
    with pytest.raises(Malformed):
        found.state(16)
    with pytest.raises(Malformed):
        found.state(-1)


@pytest.mark.parametrize(
    "body",
    [
        {},
        {"bits": 3, "lst": to_base64url(zlib.compress(b"a"))},
        {"bits": 1, "lst": "%%"},
        {"bits": 1, "lst": "YWJj"},
        {"bits": 1, "lst": to_base64url(zlib.compress(b"a") + b"x")},
        {"bits": 1, "lst": to_base64url(zlib.compress(b"a")[:-1])},
        {"bits": 1, "lst": to_base64url(zlib.compress(bytes((1 << 26) + 1)))},
    ],
)
def test_a_list_that_breaks_the_rules_is_refused(body):
    text = jws.write({"sub": URI, "iat": 1, "status_list": body}, ISSUER, kind=status_list.KIND)
    with pytest.raises(Malformed):
        status_list.read(text, key_of)


def test_a_credential_is_no_list_and_a_strangers_list_none_of_ours():
    payload = {
        "sub": URI,
        "iat": 1,
        "status_list": {"bits": 1, "lst": to_base64url(zlib.compress(b"a"))},
    }
    with pytest.raises(Malformed):
        status_list.read(jws.write(payload, ISSUER, kind="dc+sd-jwt"), key_of)
    with pytest.raises(jws.UnknownIssuer):
        status_list.read(jws.write(payload, HeldKey.make(), kind=status_list.KIND), key_of)


@settings(deadline=None, max_examples=30)
@given(st.binary(min_size=1, max_size=32), st.sampled_from([1, 4, 16, 64, 256, 1024]))
def test_places_are_a_permutation_of_the_list(secret, size):
    assert {status_lists.place(secret, n, size) for n in range(size)} == set(range(size))


def test_neighbours_in_the_queue_are_no_neighbours_in_the_list():
    places = [status_lists.place(b"secret", n, 1 << 20) for n in range(2000)]
    near = sum(abs(a - b) < 1000 for a, b in itertools.pairwise(places))
    assert near < 15  # by chance 4
    assert status_lists.place(b"other", 0, 1 << 20) != places[0]


@pytest.mark.parametrize(("number", "size"), [(4, 4), (-1, 4), (0, 8), (0, 100)])
def test_a_place_outside_the_list_is_an_error(number, size):
    with pytest.raises(ValueError, match="even power"):
        status_lists.place(b"", number, size)


@pytest.mark.parametrize(("withdrawn", "suspended"), [(0.01, 0.02), (0.02, 0.05), (0.03, 0.08)])
def test_a_million_permits_travel_in_a_tenth_of_the_allowance(withdrawn, suspended):
    """At random places, the whole signed text counted: 10 million must stay under 1.5 MB."""
    chance, size = random.Random(1), 1 << 20
    states = (
        (n, 1 if r < withdrawn else 2)
        for n in range(size)
        if (r := chance.random()) < withdrawn + suspended
    )
    text = status_list.write(
        status_list.pack(size, states), ISSUER, uri=URI, issued=1, expires=2, ttl=1
    )
    assert len(text) * 10_000_000 / size < 1_500_000
