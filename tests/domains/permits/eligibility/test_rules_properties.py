"""What must hold for whatever facts: later is never worse, the reason fits the answer, many are judged as one."""

import json
from datetime import date, timedelta
from itertools import pairwise

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from anju.domains.permits.eligibility import rules as eligibility
from anju.domains.permits.eligibility.data import REGISTRATION
from anju.domains.permits.eligibility.queries.law import rules_in, rulesets
from anju.domains.permits.eligibility.rules import FACTS, PEOPLE, city_of
from anju.domains.permits.eligibility.rules.months import add_months

DAY = date(2026, 11, 22)
FAR = date(9999, 12, 31)
REGIONS = (
    "430181124205",
    "430102001001",
    "330106001001",
    "330206001001",
    "420106001001",
    "440305001001",
    "440106001001",
)
ORIGINS = ("522101", "430103", "330102", "810000", "")
DAYS = st.dates(date(2023, 1, 1), date(2027, 12, 31))


@st.composite
def lives(draw):
    """One person: a few stays that do not overlap, jobs, schooling, insurance, marriage; closed or going on."""
    edges = sorted(draw(st.lists(DAYS, min_size=1, max_size=7, unique=True)))
    regions = draw(st.lists(st.sampled_from(REGIONS), min_size=1, max_size=2))
    facts = []
    for n in range(0, len(edges), 2):
        until = edges[n + 1] if n + 1 < len(edges) else None
        registered = edges[n] + timedelta(days=draw(st.sampled_from([0, 3, 200])))
        facts.append(
            (
                "registered_stay",
                draw(st.sampled_from(regions)),
                edges[n],
                until,
                registered,
                draw(st.sampled_from(["02", "04", "05", ""])),
                f"stay:{n}",
            )
        )
    for code in ("stable_job", "stable_home", "schooling", "insurance", "marriage"):
        for n in range(draw(st.integers(0, 2))):
            since, length = draw(DAYS), draw(st.sampled_from([None, None, 30, 200, 600]))
            until = None if length is None else since + timedelta(days=length)
            facts.append(
                (code, draw(st.sampled_from(regions))[:6], since, until, None, "", f"proof:{n}")
            )
    return (
        draw(st.sampled_from(ORIGINS)),
        draw(st.sampled_from(["CHN", "CHN", "CHN", "USA"])),
        facts,
    )


def frames(people):
    return (
        pl.DataFrame(
            [(n, o, c, False) for n, (o, c, _) in enumerate(people)], schema=PEOPLE, orient="row"
        ),
        pl.DataFrame(
            [(n, *f) for n, (_, _, facts) in enumerate(people) for f in facts],
            schema=FACTS,
            orient="row",
        ),
    )


def assess(people, facts, day):
    return eligibility.assess(people, facts, day, rulesets=rulesets())


def one(life, day=DAY):
    return assess(*frames([life]), day).row(0, named=True)


def after(day, n):
    return add_months(day, n)


def began_anew(facts, since, gap):
    """True when a break longer than `gap` lies somewhere before the stay that began then."""
    stays = sorted(
        (f[2], f[3] or FAR) for f in facts if f[0] == "registered_stay" and f[2] <= since
    )
    return any((later[0] - earlier[1]).days > gap for earlier, later in pairwise(stays))


def window(condition, life, law, day):
    """One condition for one person, worked out the slow way: (from, end) or None."""
    _, _, facts = life
    spans = []
    for code, _, since, until, registered, dwelling, _ in facts:
        is_home = (
            condition.code == "stable_home"
            and code == "registered_stay"
            and dwelling in law.stable_homes
        )
        if code == condition.code or is_home:
            earlier = [f[3] for f in facts if f[0] == code and f[2] < since]
            returned = (
                law.code == "wuhan" and bool(earlier) and began_anew(facts, since, law.longest_gap)
            )
            counted = (
                max(since, registered)
                if condition.code == "registered_stay"
                and (law.counted_from == REGISTRATION or returned)
                else since
            )
            spans.append((since, until or FAR, counted))
    if condition.within:
        return months_window(condition, spans, day)
    merged = []
    for since, end, counted in sorted(spans):
        begin, reach, last = told_by_parts(condition.code, since, end)
        gap = {"registered_stay": law.longest_gap, "schooling": 70}.get(condition.code, 0)
        if merged and (begin - merged[-1][0]).days <= gap:
            merged[-1] = [
                max(reach, merged[-1][0]),
                max(last, merged[-1][1]),
                min(counted, merged[-1][2]),
            ]
        else:
            merged.append([reach, last, counted])
    for _, end, counted in merged:
        if end > day:
            start = after(counted, condition.months)
            return (start, end) if start < end else None
    return None


def told_by_parts(code, since, end):
    """(begin, end) for joining with the next, and the day to which it holds."""
    if end == FAR:
        return since.replace(day=1) if code == "insurance" else since, end, end
    if code == "insurance":
        paid_to = after((end - timedelta(days=1)).replace(day=1), 1)
        return since.replace(day=1), paid_to, after(paid_to, 1) if (end - since).days <= 31 else end
    if code == "schooling":
        return since, end, end + timedelta(days=70) if (end - since).days <= 214 else end
    return since, end, end


def months_window(condition, spans, day):
    def covered(m):
        first = date(m // 12, m % 12 + 1, 1)
        return any(since < after(first, 1) and end > first for since, end, _ in spans)

    now = day.year * 12 + day.month - 1
    good = [
        m
        for m in range(now - condition.within, now + condition.within + 1)
        if sum(covered(k) for k in range(m - condition.within, m)) >= condition.months
    ]
    blocks = []
    for m in good:
        if blocks and blocks[-1][-1] == m - 1:
            blocks[-1].append(m)
        else:
            blocks.append([m])
    for block in blocks:
        if block[-1] >= now:
            end = (
                FAR
                if block[-1] == now + condition.within
                else date((block[-1] + 1) // 12, (block[-1] + 1) % 12 + 1, 1)
            )
            return date(block[0] // 12, block[0] % 12 + 1, 1), end
    return None


def slowly(life, day):
    """(entitled, entitled_from) by an oracle that looks at one person and thinks in days and lists."""
    origin, nationality, facts = life
    stays = [f for f in facts if f[0] == "registered_stay"]
    current = [f for f in stays if f[2] <= day and (f[3] is None or f[3] > day)]
    ahead = sorted((f for f in stays if f[2] > day), key=lambda f: f[2])
    past = sorted(
        (f for f in stays if f[3] is not None and f[3] <= day), key=lambda f: f[3], reverse=True
    )
    region = [*current, *ahead, *past][0][1]
    hmt = origin.startswith("81")
    law = rules_in(region, day, permit="hmt" if hmt else "resident")
    if not hmt and (nationality != "CHN" or (origin and city_of(origin) == city_of(region))):
        return False, None
    near = (
        origin,
        nationality,
        [f for f in facts if law.anywhere or city_of(f[1]) == city_of(region)],
    )
    starts = []
    for way in law.ways:
        found = [window(c, near, law, day) for c in way.conditions]
        if all(found) and max(f for f, _ in found) < min(e for _, e in found):
            starts.append(max(f for f, _ in found))
    return bool(starts) and min(starts) <= day, min(starts, default=None)


@pytest.mark.long
@given(st.lists(lives(), min_size=1, max_size=12))
@settings(max_examples=60, deadline=None)
def test_many_are_judged_as_one_by_one(people):
    together = assess(*frames(people), DAY)
    for n, life in enumerate(people):
        assert together.row(n, named=True) | {"person": 0} == one(life)


@given(lives(), DAYS)
@settings(max_examples=150, deadline=None)
def test_the_answer_is_that_of_the_slow_way(life, day):
    found = one(life, day)
    assert (found["entitled"], found["entitled_from"]) == slowly(life, day)


@pytest.mark.long
@given(lives(), st.integers(0, 400))
@settings(max_examples=100, deadline=None)
def test_who_is_entitled_stays_so_until_a_fact_or_a_rule_ends(life, later):
    first = one(life)
    then = one(life, DAY + timedelta(days=later))
    if first["changes_on"] is None or DAY + timedelta(days=later) < first["changes_on"]:
        assert then["entitled"] == first["entitled"]
        if not first["entitled"]:
            assert then["entitled_from"] == first["entitled_from"]
    endless = (
        life[0],
        life[1],
        [(*f[:3], None, *f[4:]) if f[0] != "registered_stay" else f for f in life[2][:]],
    )
    if all(f[3] is None for f in endless[2]) and one(endless)["entitled"]:
        assert one(endless, DAY + timedelta(days=later))["entitled"]


@given(lives())
@settings(max_examples=100, deadline=None)
def test_the_day_promised_is_the_day_it_comes_true(life):
    found = one(life)
    if found["entitled_from"] and found["entitled_from"] > DAY:
        assert found["changes_on"] is not None
        assert found["changes_on"] <= found["entitled_from"]
        assert not one(life, found["entitled_from"] - timedelta(days=1))["entitled"]
        assert one(life, found["entitled_from"])["entitled"]


@pytest.mark.long
@given(lives(), st.integers(0, 6), st.integers(1, 300))
@settings(max_examples=100, deadline=None)
def test_an_earlier_stay_never_means_a_later_entitlement(life, which, days):
    origin, nationality, facts = life
    stays = [n for n, f in enumerate(facts) if f[0] == "registered_stay"]
    n = stays[which % len(stays)]
    code, region, since, until, registered, *rest = facts[n]
    sooner = since - timedelta(days=days)
    if any(f[3] and sooner < f[3] <= since for f in facts if f[0] == "registered_stay"):
        return  # it would lie over the stay before
    moved = [
        *facts[:n],
        (code, region, sooner, until, min(registered, sooner), *rest),
        *facts[n + 1 :],
    ]
    before, now = one(life)["entitled_from"], one((origin, nationality, moved))["entitled_from"]
    if before is not None and one((origin, nationality, moved))["region"] == one(life)["region"]:
        assert now is not None
        assert now <= before


@given(lives())
@settings(max_examples=150, deadline=None)
def test_the_reason_fits_the_answer(life):
    found = one(life)
    satisfied, missing = json.loads(found["satisfied"]), json.loads(found["missing"])
    assert bool(missing) != found["entitled"]
    assert found["entitled"] == (
        found["entitled_from"] is not None and found["entitled_from"] <= DAY
    )
    assert (found["path"] is None) == (found["entitled_from"] is None)
    law = rules_in(found["region"], DAY, permit="hmt" if life[0].startswith("81") else "resident")
    known = {f[6] for f in life[2]}
    assert all(f["source"] in known and f["since"] <= DAY.isoformat() for f in satisfied)
    if found["entitled"]:
        way = next(w for w in law.ways if w.code == found["path"])
        assert {c.code for c in way.conditions} <= {f["code"] for f in satisfied}
        assert {c.article for c in way.conditions} <= {f["article"] for f in satisfied}
    elif found["path"]:
        assert all(m["due"] and m["due"] > DAY.isoformat() and not m["group"] for m in missing)
        assert max(m["due"] for m in missing) == found["entitled_from"].isoformat()
    else:
        assert any(m["due"] is None for m in missing)
