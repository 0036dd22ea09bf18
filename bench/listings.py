"""Vacancies: the best 20 of a search among `--listings` (1,000,000 unless said) invented ones.

As somebody who is not signed in, under row-level security: mixed searches (place from a province to a community, rent,
area, bedrooms, whole or by the room, newest, cheapest, largest first), and kinds of their own for those that are hard:
everywhere, one yuan of rents, what hardly exists, what does not exist, deep pages. In the database by one reader, and
the page over HTTP by `--clients`. Then check-ins, each until its home is not found any more: the form, the event, the
closing.
"""

from __future__ import annotations

import random
import time
from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from typing import Any
from urllib.parse import urlencode

from bench import province, site
from bench.bulk import bring_back, put_aside
from bench.check_in import fresh_people
from bench.harness import Report, arguments, clients, ready, show, spread

LISTINGS = 1_000_000
BLOCK = 100_000
TABLES = ("housing_listing", "housing_listing_key")
CITIES, COUNTIES, TOWNS, COMMUNITIES = 14, 8, 12, 12
SAMPLE = 200
QUESTIONS = 2_000
CHECK_INS = 40
MOST_MS, MOST_SECONDS = 50, 1.0
AT = datetime(2026, 11, 1, tzinfo=UTC)


def run(words: Sequence[str] | None = None) -> int:
    args = arguments(
        words, __doc__ or "", lambda p: p.add_argument("--listings", type=int, default=LISTINGS)
    )
    with ready(args) as found:
        province.fill(found, args)
        report = Report("listings", rows=args.listings)
        report.figures["fill"] = fill(found, args)
        search(report)
        pages(found, args, report)
        report.figures["check_in"] = check_ins(args)
    judge(report)
    return show(report, as_json=args.json)


def judge(report: Report) -> None:
    """The goals: every kind of search, and how long a let home is still found."""
    for kind, figures in report.figures["database"].items():
        report.at_most(f"{kind}: best 20, p95 ms", figures["p95_ms"], MOST_MS)
    gone = report.figures["check_in"]
    report.at_most(
        "check-in until it is not found, the longest, s", gone["max_ms"] / 1000, MOST_SECONDS
    )


def fill(found: Any, args: Any) -> dict[str, Any]:
    """Bring the vacancies to `args.listings`, by COPY as the owner; a sample of keys is written anew and compared."""
    import psycopg

    url, note = found.database.owner_url, args.data / "listings-put-aside.json"
    bring_back(url, note, lambda _: None)
    with psycopg.connect(url) as owner:
        held = owner.execute(
            "SELECT count(*) FROM housing_listing WHERE source = 'bench'"
        ).fetchone()
    if held is not None and held[0] == args.listings:
        return {"kept": held[0]}
    begun = time.perf_counter()
    with psycopg.connect(url, autocommit=True) as owner:
        owner.execute(f"TRUNCATE {', '.join(TABLES)} RESTART IDENTITY CASCADE")
    put_aside(url, TABLES, note)
    keys = 0
    with psycopg.connect(url, autocommit=True) as owner:
        owner.execute("SET synchronous_commit = off")
        for start in range(0, args.listings, BLOCK):
            listings, lines = block(start, min(start + BLOCK, args.listings))
            province.copy(owner, "housing_listing", listings)
            province.copy(owner, "housing_listing_key", lines.with_columns(id=lines["id"] + keys))
            keys += lines.height
    bring_back(url, note, lambda _: None)
    _finish(url)
    return {
        "keys": keys,
        "seconds": round(time.perf_counter() - begun, 1),
        "sample_of_keys_compared": sample(args.listings),
    }


def _finish(url: str) -> None:
    import psycopg

    with psycopg.connect(url, autocommit=True) as owner:
        for table in TABLES:
            owner.execute(
                f"SELECT setval(pg_get_serial_sequence('{table}', 'id'), (SELECT max(id) FROM {table}))"
            )
            owner.execute(f"VACUUM (ANALYZE, PARALLEL 2) {table}")


def region(chance: random.Random) -> str:
    """A community of the province; half of all lie in its first city."""
    city = 1 if chance.random() < 0.5 else chance.randint(1, CITIES)
    county = min(chance.randint(1, COUNTIES), chance.randint(1, COUNTIES))
    town, community = chance.randint(1, TOWNS), chance.randint(1, COMMUNITIES)
    return f"43{city:02}{county:02}{town:03}{community:03}"


def offered(number: int, chance: random.Random) -> tuple[Any, ...]:
    """(id, region, bedrooms, area, rent, whole) of one: larger ones have more rooms and cost more; one in twenty-five
    has no rent or no area."""
    bedrooms = chance.choices((None, 1, 2, 3, 4, 5), (5, 40, 30, 18, 5, 2))[0]
    whole = chance.choices((None, True, False), (5, 60, 35))[0]
    size = max(8, round(chance.gauss(22 + 24 * (bedrooms or 1), 12)))
    area = size if whole is not False else max(6, size // 4)
    rent = max(200, round(area * chance.lognormvariate(3.5, 0.35) / 50) * 50)
    return (
        number,
        region(chance),
        bedrooms,
        None if chance.random() < 0.04 else area,
        None if chance.random() < 0.04 else rent,
        whole,
    )


def block(start: int, stop: int) -> tuple[Any, Any]:
    """The rows of some listings and of their keys, as the platform writes them."""
    import polars as pl

    chance = random.Random(f"listings/{start}")
    some = [offered(n + 1, chance) for n in range(start, stop)]
    names = ("id", "region", "bedrooms", "area", "rent", "whole")
    facts = pl.DataFrame(some, schema=names, orient="row")
    return _listings(facts), _keys(facts)


def _listings(facts: Any) -> Any:
    import polars as pl

    moment = AT.isoformat()
    blank = (
        "spot",
        "flat",
        "number",
        "title",
        "space",
        "level",
        "payment",
        "orientation",
        "remark",
    )
    number = pl.col("id").cast(pl.Utf8)
    return facts.with_columns(
        source=pl.lit("bench"),
        ident="n:" + number,
        fingerprint=number,
        current=pl.lit(True),
        state=pl.lit("open"),
        closed_why=pl.lit(""),
        doubts=pl.lit("[]"),
        party=pl.lit(""),
        exact=pl.lit(False),
        place="新屋路" + number + "号",
        negotiable=pl.col("rent").is_null(),
        row=pl.col("id"),
        by_label=pl.lit("bench"),
        recorded_at=pl.lit(moment),
        seen_at=pl.lit(moment),
        **{name: pl.lit("") for name in blank},
    )


def _keys(facts: Any) -> Any:
    import polars as pl

    from anju.domains.housing.listings.rules import bands, cursors

    def told(column: str, rule: Any, kind: Any) -> Any:
        values = facts[column].unique().to_list()
        return pl.col(column).replace_strict(values, [rule(v) for v in values], return_dtype=kind)

    return (
        facts.select(
            place=told("region", bands.places_of, pl.List(pl.Utf8)),
            share=told("whole", lambda w: cursors.share_of(whole=w), pl.Int16),
            rooms=told("bedrooms", bands.rooms_of, pl.Int16),
            area_band=told("area", bands.area_band, pl.Int16),
            rent_band=told("rent", bands.rent_band, pl.Int16),
            rent=pl.col("rent").fill_null(bands.UNSTATED),
            area=pl.col("area").fill_null(bands.UNSTATED),
            turn="id",
            listing_id="id",
        )
        .explode("place")
        .with_row_index("id", offset=1)
    )


def sample(count: int) -> int:
    """Are the keys those that the platform writes? Raises `AssertionError` when not."""
    from django.db import transaction

    from anju.domains.housing.listings.operations import storing
    from anju.foundation.actor import system
    from anju.foundation.db.scope import acting
    from anju.foundation.db.statements import rows

    ids = random.Random(3).sample(range(1, count + 1), min(SAMPLE, count))
    read = (
        "SELECT place, share, rooms, area_band, rent_band, rent, area, turn, listing_id "
        "FROM housing_listing_key WHERE listing_id = ANY(%s) ORDER BY listing_id, place"
    )
    with acting(system("bench")):
        before = rows(read, [ids])
        storing.hide(ids)
        storing.show(ids)
        assert rows(read, [ids]) == before
        transaction.set_rollback(True)
    return len(ids)


def questions(count: int = QUESTIONS) -> dict[str, list[Any]]:
    """Searches by kind."""
    from anju.domains.housing.api.listings import SORTS, Search

    chance = random.Random(11)

    def place() -> str:
        return region(chance)[: chance.choices((0, 2, 4, 6, 9, 12), (1, 1, 3, 6, 5, 4))[0]]

    def mixed() -> Any:
        low = chance.choice((None, None, 300, 500, 800, 1200, 2000))
        small = chance.choice((None, None, None, 20, 45, 60, 90))
        return Search(
            place=place(),
            rent_from=low,
            rent_to=chance.choice((None, (low or 400) + chance.choice((200, 600, 1500)))),
            area_from=small,
            area_to=chance.choice((None, None, (small or 20) + chance.choice((15, 40)))),
            bedrooms=chance.choice(((), (), (1,), (2,), (1, 2), (3, 4, 5, 6))),
            whole=chance.choice((None, None, True, False)),
            sort=chance.choice(SORTS),
        )

    def some(times: int, make: Any) -> list[Any]:
        return [make() for _ in range(times)]

    few = max(1, count // 10)
    return {
        "mixed": some(count, mixed),
        "everywhere": some(few, lambda: Search(sort=chance.choice(SORTS))),
        "one_yuan": some(few, lambda: Search("4301", rent_from=1499, rent_to=1500, sort=chance.choice(SORTS))),
        "rare": some(
            few,
            lambda: Search("43", rent_from=6000, bedrooms=(1,), whole=False, sort=chance.choice(SORTS)),
        ),
        "none": some(
            few,
            lambda: Search("43", rent_to=150, area_from=200, sort=chance.choice(SORTS)),
        ),
    }  # fmt: skip


def search(report: Report) -> None:
    """Each kind by one reader, after a warm-up of its own; then the second to tenth page of mixed ones."""
    from anju.domains.housing.api import listings
    from anju.foundation.actor import NOBODY
    from anju.foundation.db.scope import acting

    found: dict[str, Any] = {}
    asked = questions()
    for kind, searches in asked.items():
        taken, hits = [], 0
        for wanted in [*searches[: len(searches) // 10], *searches]:
            begun = time.perf_counter()
            with acting(NOBODY):
                hits += len(listings.search(wanted).listings)
            taken.append(time.perf_counter() - begun)
        timed = taken[len(searches) // 10 :]
        found[kind] = {**spread(timed), "listings_each": round(hits / len(taken), 1)}
        report.seconds += sum(timed)
    found["deep_pages"] = spread(_deep(asked["mixed"][:200]))
    report.figures["database"] = found


def _deep(searches: Sequence[Any]) -> list[float]:
    from anju.domains.housing.api import listings
    from anju.foundation.actor import NOBODY
    from anju.foundation.db.scope import acting

    taken = []
    for wanted in searches:
        after = ""
        for _ in range(9):
            begun = time.perf_counter()
            with acting(NOBODY):
                after = listings.search(wanted, after=after).after
            taken.append(time.perf_counter() - begun)
            if not after:
                break
    return taken


def pages(found: Any, args: Any, report: Report) -> None:
    """The page of the search over HTTP, by one reader and by all clients together."""
    addresses = ["/vacancies/?" + urlencode(_asked(q), doseq=True) for q in questions()["mixed"]]
    with site.serving(found) as port:
        for name, count in (("http_alone", 1), ("http_together", args.clients)):
            taken, seconds = clients(
                count, args.seconds, lambda me, n=count: _reader(port, addresses, me, n)
            )
            report.figures[name] = {**spread(taken), "per_second": round(len(taken) / seconds, 1)}


def _asked(wanted: Any) -> dict[str, Any]:
    numbers = ("rent_from", "rent_to", "area_from", "area_to", "sort")
    told = {n: getattr(wanted, n) for n in numbers}
    told["region"] = wanted.place.ljust(12, "0") if wanted.place else None
    told["bedrooms"] = list(wanted.bedrooms)
    return {k: v for k, v in told.items() if v not in (None, [])}


def _reader(port: int, addresses: list[str], me: int, count: int) -> Any:
    read = site.reader(port, {})
    return lambda turn: read(addresses[(turn * count + me) % len(addresses)])


def check_ins(args: Any) -> dict[str, Any]:
    """Offer homes, check somebody in to each, and look until it is found no more."""
    from anju.foundation.events import api as events

    homes, people = _homes(CHECK_INS), fresh_people(args.data, CHECK_INS)
    events.pump()
    taken = [_until_gone(home, who) for home, who in zip(homes, people, strict=True)]
    return spread(taken)


def _homes(count: int) -> list[Any]:
    from anju.domains.places import api as places
    from anju.foundation.actor import system
    from anju.foundation.db.scope import acting
    from anju.foundation.db.statements import rows

    with acting(system("bench")):
        ids = [r[0] for r in rows("SELECT id FROM places_home ORDER BY id DESC LIMIT %s", [count])]
        for home in ids:
            places.set_capacity(home, 99)
        return list(places.homes(ids).values())


def _until_gone(home: Any, who: dict[str, Any]) -> float:
    import polars as pl

    from anju.domains.housing.api import listings
    from anju.domains.register import api as register
    from anju.foundation.actor import NOBODY, system
    from anju.foundation.clock import now
    from anju.foundation.db.scope import acting
    from anju.foundation.events import api as events

    number, actor = _offered(home), system("bench")
    at = now() + timedelta(milliseconds=1)
    item = {**who, "key": who["doc_number"], "row": 1, "kind": "arrive", "home_code": home.code}
    item |= {"region": home.region, "start": at.date(), "reason": "01"}
    sender = register.Sender("bench", "counter", "bench", region=home.region[:2])
    begun = time.perf_counter()
    with acting(actor):
        receipt = register.declare(
            pl.DataFrame([item]), sender=sender, actor=actor, at=at, batch_key=item["key"]
        )
    if receipt.outcomes[0].status != "applied":
        raise RuntimeError(receipt.outcomes[0])
    while True:
        events.pump()
        with acting(NOBODY):
            if listings.listing(number) is None:
                return time.perf_counter() - begun


def _offered(home: Any) -> int:
    from anju.domains.housing.listings.data.offers import TAKEN, Judged, Offer
    from anju.domains.housing.listings.operations import storing
    from anju.domains.housing.listings.queries.placing import placed
    from anju.foundation.actor import system
    from anju.foundation.clock import now
    from anju.foundation.db.scope import acting

    with acting(system("bench")):
        offer = Offer(0, number=f"{home.code}/{time.time_ns()}", home_code=home.code)
        (one,) = placed([offer], region=home.region, party=home.party)
        origin = storing.Origin("bench-let", home.party, None, None, "bench", now())
        (number,) = storing.store([Judged(one, TAKEN)], origin)
    return number


if __name__ == "__main__":
    from bench import harness, listings

    harness.main(listings)
