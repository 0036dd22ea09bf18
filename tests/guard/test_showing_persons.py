"""Persons are shown only where the registry says, by addresses that record it, with numbers masked."""

from __future__ import annotations

import re

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from anju.domains.people import api as people
from anju.domains.register import api as register
from anju.foundation.db.scope import acting
from anju.interfaces.person_reads import SHOWS
from tests.factories.register import HERE, PLATFORM, RESIDENT, STRANGER
from tests.factories.spreadsheets import delimited
from tests.guard.walking import Seen, Walk, roster, routes

pytestmark = pytest.mark.django_db
AREAS = {
    "city": ("office", "exports"),
    "services": ("office/sources",),
    "counter": ("office",),
    "police": ("office",),
    "auditor": ("office",),
    "secadmin": ("office",),
    "nurse": ("office/clinic",),
    "midwife": ("office/clinic/plans",),
    "school": ("office/school",),
    "rescue": ("office/rescue",),
    "api rescue": ("api/v1/rescue",),
    "leader": ("office",),
    "landlord": ("landlord", "me"),
    "employer": ("employer", "me"),
    "resident": ("me",),
    "applicant": ("me",),
    "api": ("api",),
}
"""Where each reader is let in; nobody else has anything to see there (asked of the areas in another test)."""
SHEETS = re.compile(
    r"office/(people|homes|search|permits|held|held/figures|held/figures/list|figures/<slug:code>/list|trail)/"
)
WHOLE = {("nurse", "office/clinic/"), ("city", "office/school/<int:round_id>/")}
"""Lists that show everybody they have when asked for all."""
LISTS = re.compile(r"(rosters|imports|lists)/<int:batch_id>/")


def queries(walk: Walk, reader: str, route: str) -> list[dict[str, object]]:
    """What is asked of an address besides nothing: people by their pinyin, both sheets and paper, each
    list of an import."""
    found: list[dict[str, object]] = [{}]
    if reader in ("city", "counter", "api"):
        found.append(
            {
                "q": "shanwenjing",
                "person": walk.street.resident,
                "one": walk.street.resident,
                "other": walk.settled.one,
                "measure": "applied",
                "region": "430181124205",
            }
        )
    if (reader, route) in WHOLE:
        found.append({"show": "all"})
    if reader == "city" and SHEETS.fullmatch(route):
        found.append(
            {"format": "xlsx", "q": "shanwenjing", "measure": "applied", "region": "430181124205"}
        )
    if reader == "city" and "<int:person_id>/" in route:
        found.append({"print": "1"})
    if (reader, route) == ("midwife", "office/clinic/plans/child/"):
        found.append({"child": walk.booklet})
    if route.endswith("/reception/") and reader in ("landlord", "employer"):
        homes = walk.street.rooms if reader == "landlord" else walk.street.dormitory
        found += [{"room": home.code} for home in homes[:2]]
    if route == "me/transfers/new/":
        found.append({"kind": "carer"})
    if route == "office/held/cards/sheet/":
        found.append({"card": walk.values["card_id"]})
    if route == "api/v1/imports/<import_id>":
        found.append({"difference": "true"})
    if LISTS.search(route):
        found += [{"list": name} for name in ("problem", "new", "changed", "left")]
    return found


def walked() -> tuple[list[Seen], list[Seen]]:
    walk = Walk()
    every = [
        s
        for reader, areas in AREAS.items()
        for route in routes()
        if route.startswith(tuple(f"{area}/" for area in areas))
        for query in queries(walk, reader, route)
        for s in walk.seen(reader, "get", route, query)
    ]
    every += [
        s
        for route in routes()
        if "/" in route and not route.startswith("api/")
        for s in walk.seen("signed out", "get", route, {})
    ]
    return every, [
        *walk.posted(),
        *calls(walk),
        *receptions(walk),
        *old_batches(walk),
        *alike(walk),
    ]


def old_batches(walk: Walk) -> list[Seen]:
    """An old batch file with somebody who is known."""
    lines = [["姓名", "身份证号码", "流入日期"], [RESIDENT.name, RESIDENT.doc_number, "20261001"]]
    file = SimpleUploadedFile("batch.csv", delimited(lines))
    sent = {"file": file, "action": "take", "region": HERE}
    return [walk.sent("city", "office/exchange/batches/take/", query=sent)]


def alike(walk: Walk) -> list[Seen]:
    """A child that may be the one on file, at the clinic's desk."""
    with acting(PLATFORM):
        known = people.persons([walk.street.child])[walk.street.child]
    typed = {"name": "单小和", "born": f"{known.birth_date:%Y-%m-%d}", "sex": known.sex}
    return [walk.sent("nurse", "office/clinic/new/", query=typed)]


def receptions(walk: Walk) -> list[Seen]:
    """What the script of a reception sends: the list while typing, and guests into a room that there is not."""
    found = []
    for reader, area, party, typed in (
        ("landlord", "landlord/", walk.street.holder, "shanwenjing"),
        ("employer", "employer/<int:employer_id>/", walk.street.firm.party, "ouyangzhiqiang"),
    ):
        with acting(PLATFORM):
            guests = [q.id for q in register.waiting_for(party)]
        assert guests, reader
        found += [
            walk.sent(reader, f"{area}reception/find/", query={"q": typed}),
            walk.sent(
                reader,
                f"{area}reception/confirm/",
                query={"review": guests[:1], "room": "none"},
            ),
        ]
    return found


def calls(walk: Walk) -> list[Seen]:
    """What departments send, well and badly formed, about people whom they do not name."""
    item = {"kind": "arrive", "item": {**STRANGER.item, "home_code": walk.street.rooms[0].code}}
    bodies: dict[str, list[object]] = {
        "declarations": [
            {"items": [item["item"] | {"kind": "arrive"}]},
            {"items": [{"name": STRANGER.name}]},
            {},
        ],
        "entitlements/check": [
            {"document_number": STRANGER.doc_number, "doc_number": STRANGER.doc_number},
            {},
        ],
        "permit-applications": [{"person": walk.settled.two, "person_id": walk.settled.two}, {}],
        "permit-applications/<application_id>/decision": [{"decision": "agree", "seen": 1}],
        "permit-applications/<application_id>/submission": [{}],
        "permit-applications/<application_id>/withdrawal": [{"note": "x"}],
        "reviews/<review_id>/decision": [{"decision": "refuse", "note": "x"}, {}],
        "imports/<import_id>/apply": [{}],
        "imports/<import_id>/undo": [{}],
    }
    known = {r for r in routes() if r.startswith("api/v1/")}
    sent = {f"api/v1/{route}": some for route, some in bodies.items()}
    assert set(sent) <= known, sorted(set(sent) - known)
    found = [
        walk.sent(
            "api",
            route,
            query=body,
            content_type="application/json",
            headers={"idempotency-key": f"k{n}"},
        )
        for route, some in sent.items()
        for n, body in enumerate(some)
    ]
    upload = {"file": roster(), "form": "rental-tenants", "region": HERE}
    return [
        *found,
        walk.sent("api", "api/v1/imports", query=upload, headers={"idempotency-key": "k"}),
    ]


@pytest.mark.long
def test_a_planted_person_is_found_only_where_the_registry_says_and_every_showing_is_recorded():
    got, sent = walked()
    seen = got + sent
    assert len({s.route for s in sent}) > 60
    assert {
        (s.reader, s.route, s.status) for s in sent if s.status >= 500 and s.status != 503
    } == set()
    showing = [s for s in seen if s.names or s.secrets]
    assert sorted({s.route for s in showing} - set(SHOWS)) == []
    unrecorded = {
        (s.reader, s.address)
        for s in showing
        if not SHOWS[s.route].own
        and not {a for _kind, a in s.recorded} & set(SHOWS[s.route].actions)
    }
    assert unrecorded == set()
    in_full = {(s.reader, s.route) for s in showing if s.secrets}
    assert {route for _reader, route in in_full} == {
        r for r, shows in SHOWS.items() if shows.in_full
    }
    assert not [
        s for s in showing if s.secrets and "reveal" not in {kind for kind, _action in s.recorded}
    ]
    assert not [s for s in showing if s.reader in ("auditor", "secadmin", "leader", "signed out")]
    unseen = set(SHOWS) - {s.route for s in showing}
    assert unseen == set(), "registered, but nobody was shown there"


def test_a_sheet_that_leaves_is_recorded_by_an_action_of_its_own():
    of_sheets = ("_sheet", "_file", ".sheet", ".problems", "landlord.list")
    leaving = {
        r: [a for a in shows.actions if a.endswith(of_sheets)]
        for r, shows in SHOWS.items()
        if SHEETS.fullmatch(r) or r.endswith(".xlsx")
    }
    assert len(leaving) >= 10
    assert [route for route, actions in leaving.items() if not actions] == []
