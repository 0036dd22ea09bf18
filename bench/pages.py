"""Real pages over HTTP, with session, actor, row-level security, templates and the read log: a person, a building as a
grid, the workbench of a street and of a county (counted anew, and within the minute its figures are
kept), the pages about a plant of 31,000 workers, the lists of a county's residents and homes from their first pages
and from deep inside, a landlord's of 2,000 homes, and the longest lists of the API. Each is asked for by one reader
at a time and by 8 at once.

Baseline in the same run: the sign-in page, which asks nothing of the register. The number of statements of each page is
counted in this process and pinned.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any
from urllib.parse import quote

from bench import landlord, plant, province, site
from bench.harness import Report, arguments, clients, ready, show, spread

PINNED = {
    "person": 16,
    "building": 24,
    "dormitory": 24,
    "workbench_street": 30,
    "workbench_county": 30,
    "office_employer": 24,
    "employer_home": 24,
    "employer_workers": 24,
    "employer_dormitory": 24,
    "people_list": 16,
    "people_deep": 16,
    "people_by_name": 16,
    "homes_list": 16,
    "landlord_home": 12,
    "landlord_vacant": 12,
    "api_people": 12,
    "api_homes": 12,
}
"""At most so many statements a page, session and read log included, whatever the size of what it shows."""
GOAL_MS = 150


def run(words: Sequence[str] | None = None) -> int:
    args = arguments(words, __doc__ or "")
    with ready(args, "web") as found:
        province.fill(found, args)
        report = measure(found, args)
    return show(report, as_json=args.json)


def measure(found: Any, args: Any) -> Report:
    report, places = Report("pages"), addresses(args)
    each = max(1.0, args.seconds / (len(places) * 2 + 2))
    with site.serving(found) as port:
        for name, (headers, urls) in {
            "(sign-in page)": ({}, ["/account/login/"]),
            **places,
        }.items():
            figures: dict[str, Any] = {}
            for label, count in (("alone", 1), ("together", args.clients)):
                taken, seconds = clients(
                    count, each, lambda me, h=headers, u=urls, n=name: _visitor(port, h, u, me, n)
                )
                figures[label] = {**spread(taken), "per_second": round(len(taken) / seconds, 1)}
                report.rows, report.seconds = report.rows + len(taken), report.seconds + seconds
            report.figures[name] = figures
    report.baseline = report.figures.pop("(sign-in page)")
    for name, (headers, urls) in places.items():
        report.figures[name]["queries"] = statements(headers, urls[:3])
    slowest = max(report.figures[n]["alone"]["p95_ms"] for n in places)
    report.ratio = slowest / report.baseline["alone"]["p95_ms"]
    for name in places:
        report.at_most(f"{name}: p95 ms", report.figures[name]["alone"]["p95_ms"], GOAL_MS)
        report.at_most(
            f"{name}: p95 ms, {args.clients} readers",
            report.figures[name]["together"]["p95_ms"],
            GOAL_MS,
        )
        report.at_most(
            f"{name}: statements",
            report.figures[name]["queries"],
            PINNED[name.removesuffix("_anew")],
        )
    return report


def addresses(args: Any) -> dict[str, tuple[dict[str, str], list[str]]]:
    """Every page: who reads it, and the addresses taken in turn."""
    works, county = plant.plant(args), county_of(args)
    region = works["region"]
    district = site.signed_in({"role": "district", "region": county})
    clerk = site.signed_in({"role": "street", "region": region[:9]})
    firm = site.signed_in({"role": "employer", "party": f"employer:{works['employer']}"})
    lessor = site.signed_in({"role": "landlord", "party": landlord.landlord(args, county)})
    token = site.with_token({"role": "client", "region": county})
    own, number = f"/employer/{works['employer']}/", works["employer"]
    pages = [f"{own}workers/?page={n}" for n in range(1, 9)]
    return {
        "person": (district, [f"/office/people/{i}/" for i in assessed(people_of(county, 400))]),
        "building": (district, [f"/office/buildings/{i}/" for i in _buildings(county, 200)]),
        "dormitory": (district, [f"/office/buildings/{i}/" for i in works["houses"]]),
        "workbench_street": (clerk, ["/office/"]),
        "workbench_street_anew": (clerk, ["/office/"]),
        "workbench_county": (district, ["/office/"]),
        "workbench_county_anew": (district, ["/office/"]),
        "office_employer": (district, [f"/office/employers/{works['code']}/"]),
        "employer_home": (firm, [own]),
        "employer_workers": (firm, pages),
        "employer_dormitory": (firm, [f"/employer/{number}/dormitory/"]),
        "people_list": (district, [f"/office/people/?page={n}" for n in range(1, 9)]),
        "people_deep": (district, [f"/office/people/?page={n}" for n in range(150, 158)]),
        "people_by_name": (district, ["/office/people/?order=name", "/office/people/?order=-name"]),
        "homes_list": (district, [f"/office/homes/?page={n}" for n in range(1, 9)]),
        "landlord_home": (lessor, ["/landlord/"]),
        "landlord_vacant": (lessor, ["/landlord/vacant/"]),
        "api_people": (token, [f"/api/v1/people?q={q}&limit=100" for q in ("wang", "li", "zhang")]),
        "api_homes": (token, [f"/api/v1/homes?q={quote(q)}&limit=100" for q in ("1栋", "101")]),
    }


def county_of(args: Any) -> str:
    """The county of the plant, or of the first community when there is none."""
    known = province.state(args.data).get("plant")
    return str(known["region"] if known else province.communities()[0])[:6]


def people_of(county: str, count: int) -> list[int]:
    """People who live in a county, spread over it."""
    return _some(
        "SELECT person_id FROM register_stay WHERE superseded_at IS NULL AND region >= %s AND region < %s "
        "ORDER BY region, person_id LIMIT 20000",
        county,
        count,
    )


def assessed(people: list[int]) -> list[int]:
    """These people, with what they are entitled to stored, as it is each night."""
    from anju.domains.permits.api import eligibility
    from anju.foundation.actor import system
    from anju.foundation.clock import now
    from anju.foundation.db.scope import acting

    actor = system("bench")
    with acting(actor):
        eligibility.recompute(people, actor=actor, at=now())
    return people


def _buildings(county: str, count: int) -> list[int]:
    return _some(
        "SELECT id FROM places_building WHERE region >= %s AND region < %s ORDER BY region, id LIMIT 20000",
        county,
        count,
    )


def _some(sql: str, county: str, count: int) -> list[int]:
    from anju.foundation.actor import system
    from anju.foundation.db.scope import acting, as_intake_role, subtree
    from anju.foundation.db.statements import rows

    with acting(system("bench")), as_intake_role():
        found = [int(r[0]) for r in rows(sql, list(subtree(county)))]
    return found[:: max(1, len(found) // count)][:count]


def _visitor(port: int, headers: dict[str, str], urls: list[str], me: int, name: str) -> Any:
    call = site.reader(port, headers)
    if not name.endswith("_anew"):
        return lambda turn: call(urls[(turn * 8 + me) % len(urls)])
    forget = _forget()

    def anew(_: int) -> None:
        forget()
        call(urls[0])

    return anew


def _forget() -> Any:
    """Drops the kept figures before every call, so that they are counted for it."""
    from django.core.cache import cache

    def forget() -> None:
        cache.clear()

    return forget


def statements(headers: dict[str, str], urls: Sequence[str]) -> int:
    """The most statements any of these pages takes, the figures counted anew."""
    from django.db import connection
    from django.test import Client
    from django.test.utils import CaptureQueriesContext

    most = 0
    for url in urls:
        _forget()()
        with CaptureQueriesContext(connection) as caught:
            answer = Client(headers=headers, SERVER_NAME="localhost").get(url)
        assert answer.status_code == 200, (url, answer.status_code)
        most = max(most, len(caught))
    return most


if __name__ == "__main__":
    from bench import harness, pages

    harness.main(pages)
