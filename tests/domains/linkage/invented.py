"""Invented people in FEBRL's manner: originals, and copies with slips of typing."""

from __future__ import annotations

import random

GIVEN = (
    "amy", "ben", "carla", "dan", "ella", "finn", "gail", "harry", "isla", "jack", "kate",
    "liam", "mia", "noah", "olivia", "paul", "quinn", "ruby", "sam", "tess",
)  # fmt: skip
SURNAMES = (
    "adams", "baker", "clarke", "dawson", "evans", "fisher", "grant", "hughes", "irwin",
    "jones", "kelly", "lawson", "miller", "norris", "osborne", "parker", "quigley", "reid",
    "stewart", "turner", "underwood", "vaughan", "walker", "young",
)  # fmt: skip
STREETS = (
    "acacia", "banksia", "cassia", "daintree", "eucalypt", "fern", "grevillea", "hakea",
    "ironbark", "jarrah", "kurrajong", "lilac",
)  # fmt: skip
SUBURBS = (
    "ashby", "birkdale", "coburg", "dandenong", "elwood", "fairfield", "glenroy", "hawthorn",
    "ivanhoe", "keilor",
)  # fmt: skip


def person(chance: random.Random) -> dict[str, str]:
    """Somebody."""
    return {
        "given_name": chance.choice(GIVEN),
        "surname": chance.choice(SURNAMES),
        "street_number": str(chance.randint(1, 180)),
        "address_1": f"{chance.choice(STREETS)} {chance.choice(['street', 'court', 'place'])}",
        "suburb": chance.choice(SUBURBS),
        "postcode": str(chance.randint(2000, 7999)),
        "date_of_birth": f"{chance.randint(1920, 2005)}{chance.randint(1, 12):02}{chance.randint(1, 28):02}",
        "soc_sec_id": str(chance.randint(1_000_000, 9_999_999)),
    }


def slip(text: str, chance: random.Random) -> str:
    """One character exchanged, left out, doubled or swapped with the next."""
    if len(text) < 2:
        return text
    at = chance.randrange(len(text) - 1)
    digits = text.isdigit()
    new = chance.choice("0123456789" if digits else "abcdefghijklmnopqrstuvwxyz")
    return chance.choice(
        [
            text[:at] + new + text[at + 1 :],
            text[:at] + text[at + 1 :],
            text[: at + 1] + text[at:],
            text[:at] + text[at + 1] + text[at] + text[at + 2 :],
        ]
    )


def copied(row: dict[str, str], chance: random.Random, slips: int = 2) -> dict[str, str]:
    """The same person, written down again."""
    found = dict(row)
    for column in chance.sample(sorted(found), slips):
        found[column] = "" if chance.random() < 0.2 else slip(found[column], chance)
    if chance.random() < 0.08:
        found["given_name"], found["surname"] = found["surname"], found["given_name"]
    return found


def two_lists(size: int, *, seed: int = 7, shared: float = 0.8) -> tuple[list[dict[str, str]], ...]:
    """A list, and another that holds most of its people again and some of its own."""
    chance = random.Random(seed)
    people = [person(chance) for _ in range(size)]
    left = [{"rec_id": f"rec-{n}-org", **p} for n, p in enumerate(people)]
    right = [
        {"rec_id": f"rec-{n}-dup-0", **copied(p, chance)}
        for n, p in enumerate(people)
        if chance.random() < shared
    ]
    right += [{"rec_id": f"rec-{size + n}-org", **person(chance)} for n in range(size // 4)]
    chance.shuffle(left)
    chance.shuffle(right)
    return left, right


def table(rows: list[dict[str, str]]) -> dict[str, list[str | None]]:
    """Columns, as `read_table` gives them."""
    titles = list(rows[0]) if rows else []
    return {t: [r[t] or None for r in rows] for t in titles}
