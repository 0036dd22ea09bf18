"""A town in which every kind of page has somebody to show, and a walk through every address as every kind of reader."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, time, timedelta
from decimal import Decimal
from typing import Any

import pytest
from django.contrib.messages import get_messages
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import transaction
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver, resolve

from anju.domains.access import api as access
from anju.domains.casework.api import enrolment, rescue, respondents
from anju.domains.employers import api as employers
from anju.domains.employers.api import DayPlan, SiteDraft
from anju.domains.exchange.api import links
from anju.domains.health.api.children import NewChild, NewGuardian
from anju.domains.housing.api import rentals
from anju.domains.housing.api.rentals import Lease
from anju.domains.people import api as people
from anju.domains.permits.api import lifecycle
from anju.domains.regions import api as regions
from anju.domains.register import api as register
from anju.foundation.clock import local_date, now
from anju.foundation.db.scope import acting, as_intake_role
from anju.foundation.db.statements import rows
from anju.foundation.exports import api as exports
from anju.interfaces.exports import listing as exported_lists
from anju.interfaces.jobs.tasks import exports as export_jobs
from anju.interfaces.rest import parameters
from tests.domains.casework.cases import town as case_town
from tests.domains.casework.enrolment import schooling
from tests.domains.casework.rescue import town as rescue_town
from tests.domains.health.clinic import town as at_clinic
from tests.domains.health.plans import town as plan_town
from tests.domains.housing.premises import visits
from tests.domains.housing.premises.visits import landlord
from tests.factories import applications, exchange, faults, samples
from tests.factories.bridges import bridged
from tests.factories.deliveries import delivered, doubted
from tests.factories.forms import finished, form_in_force, listed
from tests.factories.held_permits import ordered
from tests.factories.people import somebody
from tests.factories.pictures import contradicting
from tests.factories.register import (
    CHILD,
    HERE,
    PLATFORM,
    RESIDENT,
    STRANGER,
    STREET,
    WORKER,
    Sender,
    declared,
    family,
    moved_in,
)
from tests.factories.returned import returned
from tests.factories.shields import disclosed
from tests.factories.spreadsheets import delimited
from tests.factories.staff import public, signed_in, staff
from tests.factories.transfers import brought, in_hand_of
from tests.guard.forms import Form, forms_of
from tests.guard.pdf_text import text_of

HOME_LOST, DOUBLE = somebody("石小鱼", 81), somebody("单文静", 82, born=None)
REFUSED = somebody("戴无为", 83, phone="13912345678")
NEWCOMER = somebody("白又来", 84)
SHELTERED = somebody("白避寒", 87)
LODGER, GUEST = somebody("白住宿", 85), somebody("白同来", 86)
PEOPLE = (
    NEWCOMER,
    LODGER,
    GUEST,
    SHELTERED,
    RESIDENT,
    CHILD,
    WORKER,
    STRANGER,
    HOME_LOST,
    REFUSED,
    applications.SETTLED,
    applications.SECOND,
    applications.FRESH,
)
NAMES = {p.name for p in PEOPLE}
SECRETS = {p.doc_number for p in PEOPLE if p.doc_number} | {p.phone for p in PEOPLE if p.phone}
ELSEWHERE = ("account/", "i18n/", "outbox/")


@dataclass(frozen=True, slots=True)
class Seen:
    """What one answer showed: names and full numbers of planted people, and what the trail recorded meanwhile."""

    reader: str
    method: str
    route: str
    address: str
    names: frozenset[str]
    secrets: frozenset[str]
    recorded: frozenset[tuple[str, str]]
    status: int


def routes() -> list[str]:
    """Every address of the site as it is written."""

    def under(resolver: URLResolver, before: str) -> Iterator[str]:
        for one in resolver.url_patterns:
            here = before + str(one.pattern)
            if isinstance(one, URLResolver):
                yield from under(one, here)
            elif isinstance(one, URLPattern):
                yield here

    return sorted(
        {r for r in under(get_resolver(), "") if not r.startswith(ELSEWHERE) and ".*" not in r}
    )


def roster() -> SimpleUploadedFile:
    """A list with somebody who is known, somebody new and somebody whose number is wrong."""
    known = applications.SETTLED
    return SimpleUploadedFile(
        "list.csv",
        delimited(
            [
                ["姓名", "身份证号", "手机号", "入职日期", "备注"],
                [known.name, known.doc_number, known.phone, "2026-03-01", ""],
                [
                    REFUSED.name,
                    REFUSED.doc_number[:17],
                    REFUSED.phone,
                    "2026-03-01",
                    f"电话 {REFUSED.phone}",
                ],
            ]
        ),
    )


def sheltered() -> int:
    """Somebody at a rescue station who gave name and number, with a thing that is kept; linked to nobody's record."""
    facts = people.read_number(
        "111", SHELTERED.doc_number, known_areas=regions.known_areas(), today=local_date(now())
    )
    stay = rescue_town.Shelter.built().admitted(
        sex=facts.sex,
        age=None,
        birth_date=facts.birth_date,
        facts=rescue.Facts(name=SHELTERED.name, number=SHELTERED.doc_number),
    )
    with acting(rescue_town.worker()):
        rescue.keep(stay, "背包", key="walk", actor=rescue_town.worker(), at=now())
    return stay


def sampled() -> dict[str, list[int]]:
    """A sample audit that is closed, whose findings a street contests, and one that is being checked."""
    done, office, own_street = samples.closed_audit()
    contested = samples.appealed(done, own_street, 3)
    under_way = samples.drawn(office, key="under way")
    return {"audit_id": [done.id, under_way.id], "unit_id": [u.id for u in contested]}


def faulty(person: int) -> dict[str, list[int]]:
    """Faults of data in the town, one of them of this person's stay, and two that an office found to be none."""
    made = faults.two_found_none()
    faults.listed(person)
    return {"decision_id": made}


def exchanged(street: Any) -> list[int]:
    """A message about somebody that waits for the office, and one of ours that was rejected."""
    there = exchange.linked()
    body = {
        "person": {**exchange.person_of(RESIDENT), "name": STRANGER.name},
        "since": street.today.isoformat(),
        "division": exchange.THERE,
    }
    there.send(there.message("arrival_notice", body))
    there.reject["enquiry"] = "agreement_class"
    with acting(PLATFORM):
        links.ask(
            exchange.THERE,
            street.resident,
            questions=["lives_here"],
            why="核对",
            purpose="care",
            grade="urgent",
            actor=PLATFORM,
            at=now(),
        )
    exchange.carry(there)
    with acting(PLATFORM):
        return [m.id for m in links.wanting(links.peer(exchange.THERE).id, limit=9)[0]]


def booklet(clinics: at_clinic.Clinics, child: int, guardian: int) -> int:
    """The record of a registered child at the clinic, on the phone of its guardian."""
    with acting(PLATFORM):
        people_of = people.persons([child, guardian])
    known, of = people_of[child], people_of[guardian]
    assert known.birth_date is not None
    new = NewChild(
        known.name,
        known.birth_date,
        known.sex,
        person_id=child,
        guardians=(NewGuardian("mother", of.name, phone="13900008801", person_id=guardian),),
    )
    at_clinic.stocked(clinics)
    return at_clinic.opened(new, clinics.here, at_clinic.nurse(), clinics)


class Walk:
    """The town, its readers, and what to write into the addresses."""

    def __init__(self) -> None:
        self.forms: list[tuple[str, Form]] = []
        self.settled = applications.Settled.built()
        street = self.street = self.settled.street
        family(street.resident, (street.child, "30"), since=street.today - timedelta(days=20))
        self.application = applications.applied(self.settled.one, at=street.at)
        self.permit = ordered(street, person=street.resident)
        ordered(street, person=street.child)
        with acting(PLATFORM):
            (batched,) = lifecycle.cards_of(lifecycle.permits_of([street.child])[0].id)
            self.production = lifecycle.prepare_batch(
                HERE, actor=PLATFORM, at=street.at, cards=[batched.id]
            )
        declared(
            [
                {
                    **HOME_LOST.item,
                    "kind": "arrive",
                    "region": HERE,
                    "address": "新开路口小楼",
                    "room": "9",
                }
            ]
        )
        self.double = moved_in(DOUBLE, street.rooms[5], street.today - timedelta(days=3))
        with acting(PLATFORM):
            merge = register.merge_people(
                street.worker, self.double, actor=PLATFORM, reason="同一人", at=now()
            )
            register.unmerge_people(merge, actor=PLATFORM, at=now())
        self.messages = exchanged(street)
        self.ticket = contradicting(street.resident)
        self.comparison, self.difference = returned(RESIDENT)
        self.bridge, self.bridge_items = bridged(RESIDENT, street.resident)
        self.deliveries = [delivered(RESIDENT)]
        self.tickets = [doubted(answered=False)]
        self.list = listed(street.firm.id)
        self.clinics = at_clinic.Clinics.built()
        self.booklet = booklet(self.clinics, street.child, street.resident)
        woman = plan_town.NewMother(RESIDENT.name, date(1990, 5, 5), person_id=street.resident)
        self.plan = plan_town.opened(self.clinics, weeks=17, new=woman)
        city, police = (
            staff("walk.city", ("city", "4301")),
            staff("walk.police", ("police", "4301")),
        )
        self.sheltered = sheltered()
        shelter = staff("walk.rescue", ("rescue_head", rescue_town.DISTRICT))
        self.filled = finished(street.resident, recipient=city)
        self.disclosed = disclosed(street.resident)
        self.transfers = [in_hand_of(street.resident), brought(street.resident, STREET)]
        self.readers = {
            "rescue": signed_in(shelter),
            "api rescue": Client(
                headers={"authorization": f"Bearer {self._token(shelter)}", "x-purpose": "rescue"}
            ),
            "city": signed_in(city),
            "services": self._for_services(city),
            "police": signed_in(police),
            "auditor": signed_in(staff("walk.auditor", ("auditor", ""))),
            "secadmin": signed_in(staff("walk.secadmin", ("secadmin", ""))),
            "counter": signed_in(staff("walk.counter", ("counter", HERE))),
            "nurse": signed_in(staff("walk.nurse", ("clinic", HERE))),
            "midwife": signed_in(staff("walk.midwife", ("maternal", HERE))),
            "school": signed_in(staff("walk.school", ("school", HERE))),
            "leader": signed_in(staff("walk.leader", ("leader", "4301"))),
            "landlord": signed_in(public("13700000011", grants=(("landlord", street.holder, ""),))),
            "employer": signed_in(
                public("13700000012", grants=(("employer", self.settled.party, ""),))
            ),
            "resident": signed_in(public("13700000013", person_id=street.resident)),
            "applicant": signed_in(public("13700000014", person_id=self.settled.one)),
            "api": Client(
                headers={"authorization": f"Bearer {self._token(city)}", "x-purpose": "register"}
            ),
            "signed out": Client(),
        }
        with acting(PLATFORM):
            register.merge_people(
                street.worker, self.double, actor=PLATFORM, reason="同一人", at=now()
            )
        self.applicant = access.user_by_phone(PLATFORM, phone="13700000014").id
        declared(
            [
                {
                    **NEWCOMER.item,
                    "kind": "arrive",
                    "home_code": street.rooms[1].code,
                    "start": street.today,
                }
            ],
            sender=Sender(f"user:{self.applicant}", "resident", "本人", region=HERE),
        )
        self._in_the_dormitory()
        self.lists = self._lists()
        self.values = self._values() | {"selector": [self._exported()]}
        with acting(PLATFORM), as_intake_role():
            self.batches = [
                r[0]
                for r in rows(
                    "SELECT id FROM register_batch WHERE channel = 'counter' ORDER BY id DESC LIMIT 5"
                )
            ]

    def seen(self, reader: str, method: str, route: str, query: dict[str, Any]) -> Iterator[Seen]:
        """Ask for an address with everything that could stand in it."""
        if route.startswith("api/v1/"):  # the API refuses parameters it does not know
            known = parameters.described(route, method)
            query = {name: value for name, value in query.items() if name in known}
        for address in self._addresses(reader, route):
            answer, seen = self._asked(reader, method, route, address, query)
            yield seen
            if (
                method == "get"
                and answer["Content-Type"].startswith("text/html")
                and not answer.streaming
            ):
                at = "/" + address
                self.forms += [(reader, f) for f in forms_of(answer.content.decode(), at)]

    def posted(self) -> Iterator[Seen]:
        """Send every form that the pages seen so far offered: as drawn, and with somebody else typed
        into it. Each is taken back after its answer was read."""
        done = set()
        for reader, form in self.forms:
            address = form.action.lstrip("/")
            route = resolve(form.action.partition("?")[0]).route
            for fields in form.sendings(STRANGER):
                key = (
                    reader,
                    route,
                    *((k, v if k in dict(form.buttons) else len(v[0])) for k, v in fields.items()),
                )
                if route.startswith(ELSEWHERE) or str(key) in done:
                    continue
                done.add(str(key))
                with transaction.atomic():
                    yield self._asked(reader, "post", route, address, fields)[1]
                    transaction.set_rollback(True)

    def sent(self, reader: str, route: str, **body: Any) -> Seen:
        """Send something that no form of a page offers, and take it back."""
        (address, *_more) = self._addresses(reader, route)
        with transaction.atomic():
            seen = self._asked(reader, "post", route, address, **body)[1]
            transaction.set_rollback(True)
        return seen

    def _asked(
        self, reader: str, method: str, route: str, address: str, query: Any = None, **more: Any
    ) -> tuple[Any, Seen]:
        before = _last_entry()
        client = self.readers[reader]
        client.raise_request_exception = False
        client.cookies.pop("messages", None)  # a notice of what was taken back since
        answer = getattr(client, method)("/" + address, query, **more)
        text = _text(answer)
        notices = " ".join(str(m) for m in get_messages(answer.wsgi_request))
        typed = str(query) if method == "post" else ""
        names = frozenset(n for n in NAMES if n in text and n not in typed)
        secrets = frozenset(s for s in SECRETS if s in text + notices and s not in typed)
        return answer, Seen(
            reader, method, route, address, names, secrets, _entries(before), answer.status_code
        )

    def _addresses(self, reader: str, route: str) -> list[str]:
        plain = route.strip("^$")
        found = [plain]
        for written in re.findall(r"<[^>]+>", plain):
            name = written.strip("<>").rpartition(":")[2]
            given = self.values.get(name, ["1"])
            if name in ("batch_id", "import_id"):
                given = self.batches if "done" in route else self.lists.get(reader, given)
                given = [self.production] if "production" in route else given
            found = [f.replace(written, str(v), 1) for f in found for v in given]
        return found

    def _exported(self) -> str:
        """A list of people that the worker has made for the city."""
        with pytest.MonkeyPatch.context() as patched:
            patched.setattr(exported_lists, "AT_ONCE", 0)
            page = self.readers["city"].get("/office/people/?format=xlsx")["Location"]
        selector: str = page.strip("/").rpartition("/")[2]
        with acting(PLATFORM):
            found = exports.one(selector)
        export_jobs.write(export=found.id, task=found.task_id)
        return selector

    def _in_the_dormitory(self) -> None:
        """Somebody whom its reception entered today, and a guest who waits for its word."""
        firm, bed = self.street.firm, self.street.dormitory[1]
        sender = Sender(firm.party, "employer", firm.name, firm.party, firm.id, HERE)
        moved_in(LODGER, bed, sender=sender)
        item = {**GUEST.item, "kind": "arrive", "home_code": bed.code, "start": self.street.today}
        own = Sender(f"user:{self.applicant}", "resident", "本人", region=HERE)
        declared([item], sender=own)

    def _for_services(self, user: int) -> Client:
        """The same officer, who has stated that it is about services: the lists of that purpose are shown."""
        client = signed_in(user)
        assert client.post("/account/purpose/", {"purpose": "service"}).status_code == 302
        return client

    def _token(self, user: int) -> str:
        return access.issue_token(PLATFORM, user_id=user, name="x", at=now()).secret

    def _lists(self) -> dict[str, list[str]]:
        sent = {
            "city": ("/office/imports/new/", {"form": "rental-tenants", "region": HERE}),
            "employer": (f"/employer/{self.settled.firm}/rosters/", {}),
            "landlord": ("/landlord/lists/", {}),
        }
        out: dict[str, list[str]] = {}
        for reader, (address, fields) in sent.items():
            answer = self.readers[reader].post(address, {"file": roster(), **fields})
            assert answer.status_code == 302, (reader, answer.content.decode()[:2000])
            out[reader] = [answer["Location"].strip("/").split("/")[-1]]
        answer = self.readers["city"].post(
            "/office/imports/new/",
            {"file": roster(), "form": "employer-roster", "employer": self.settled.firm},
        )
        assert answer.status_code == 302, answer.content.decode()[:2000]
        both = [*out["city"], answer["Location"].strip("/").split("/")[-1]]
        return out | {"api": both, "police": out["city"]}

    def _rental(self) -> int:
        """A lease that the landlord filed with the resident as its tenant."""
        street, filer = self.street, landlord(self.street)
        term = Lease(
            (street.resident,),
            street.today - timedelta(days=30),
            street.today + timedelta(days=335),
            Decimal(900),
        )
        with acting(filer):
            return rentals.file_rental(
                street.rooms[0].code, term, key="walked", actor=filer, at=street.at
            ).id

    def _employer(self) -> dict[str, list[Any]]:
        """A contract that ends soon, a site and a service day of the employer."""
        street = self.street
        firm = street.firm
        sender = Sender(firm.party, "employer", firm.name, firm.party, firm.id, firm.region)
        soon = street.today + timedelta(days=9)
        declared([{**WORKER.item, "kind": "hire", "contract_end": soon}], sender=sender)
        plan = DayPlan(soon, time(9), time(12), ("registration",), "一楼食堂")
        draft = SiteDraft("market", "东门市场", HERE, "东门路 1 号", street.today)
        with acting(PLATFORM):
            site = employers.add_site(firm.id, draft, key="walked", actor=PLATFORM, at=street.at)
            day = employers.announce_service_day(
                firm.id, plan, key="walked", actor=PLATFORM, at=street.at
            )
            contact = employers.add_contact(
                firm.id, name="联系人", phone="13500000001", actor=PLATFORM, at=street.at
            )
        return {"site_id": [site.id], "day_id": [day.id], "contact_id": [contact.id]}

    def _schooling(self) -> dict[str, list[Any]]:
        """A published round, in which the child has a place, and one under way, in which its application with a file
        is reviewed."""
        street, guardian = self.street, schooling.parent(self.street.resident)
        of = schooling.Family(street.resident, [street.child], guardian)
        over = {"apply_to": street.today - timedelta(days=1), "results_on": street.today}
        done = schooling.opened(street, [("A", 3, 2)], **over)
        days_ago = street.at - timedelta(days=2)
        (placed,) = schooling.applied(street, of, done, "A", at=days_ago)
        schooling.published(street, done)
        under_way = schooling.opened(street, [("A", 3, 2)])
        (reviewed,) = schooling.applied(street, of, under_way, "A")
        with acting(guardian):
            enrolment.add_document(
                reviewed, visits.picture(), "证明.png", fact="stay", actor=guardian, at=street.at
            )
        with acting(PLATFORM), as_intake_role():
            files = [r[0] for r in rows("SELECT id FROM casework_enrolment_document")]
        return {
            "round_id": [done, under_way],
            "enrolment_id": [placed, reviewed],
            "file_id": files,
        }

    def _values(self) -> dict[str, list[Any]]:
        street = self.street

        def ids(sql: str) -> list[Any]:
            with acting(PLATFORM), as_intake_role():
                return [r[0] for r in rows(sql)]

        claim = case_town.filed(street)
        with acting(PLATFORM):
            notice = respondents.notify(
                claim,
                employer_id=self.settled.firm,
                key="walked",
                actor=case_town.clerk(),
                at=street.at,
            )
        return {
            "person_id": [street.resident, self.settled.one],
            "case_id": [claim],
            "notice_id": [notice],
            "claim_id": [notice],
            "rescue_id": [self.sheltered],
            "sheet": ["register", "property", "handover", "statement"],
            "child_id": [self.booklet],
            "plan_id": [self.plan],
            "lot_id": [1],
            **sampled(),
            **faulty(street.resident),
            **self._schooling(),
            "employer_id": [self.settled.firm],
            "code": [
                "living",
                "move_out_over",
                street.rooms[0].code,
                ids("SELECT code FROM employers_employer LIMIT 1")[0],
                exchange.THERE,
            ],
            "building_id": ids("SELECT id FROM places_building ORDER BY id")[:2],
            "permit_id": [self.permit],
            "card_id": ids("SELECT id FROM permits_card"),
            "application_id": [self.application],
            "paper_id": ids("SELECT id FROM permits_paper LIMIT 1"),
            "review_id": ids("SELECT id FROM register_review"),
            "stay_id": ids(
                f"SELECT id FROM register_stay WHERE person_id = {street.resident} AND superseded_at IS NULL"
            ),
            "version": ids(
                f"SELECT id FROM register_stay WHERE person_id = {street.resident} AND superseded_at IS NULL"
            ),
            "message_id": self.messages,
            "source": ["school_enrolment"],
            "bridge_id": [self.bridge],
            "ticket_id": [self.ticket, *self.tickets],
            "comparison_id": [self.comparison],
            "difference_id": [self.difference],
            "item_id": list(self.bridge_items.values()),
            "which": list(self.bridge_items),
            "delivery_id": self.deliveries,
            "fact_id": ids("SELECT id FROM exchange_fact"),
            "merge_id": ids("SELECT id FROM people_merge"),
            "user_id": ids("SELECT max(id) FROM access_user"),
            "document_id": ids(
                f"SELECT id FROM people_document WHERE person_id = {street.resident}"
            ),
            "declaration_id": ids(
                f"SELECT id FROM register_declaration WHERE person_id = {street.resident} LIMIT 1"
            ),
            "rental_id": [self._rental()],
            **self._employer(),
            "number": ids("SELECT number FROM permits_permit"),
            "side": ["front"],
            "action": ["endorse"],
            "form_id": [form_in_force()],
            "filled_id": [self.filled],
            "transfer_id": self.transfers,
            "enquiry_id": [self.disclosed],
            "batch": [self.list],
            "kind": ["xlsx", "json"],
        }


def _text(answer: Any) -> str:
    data = answer.getvalue() if getattr(answer, "streaming", False) else answer.content
    if data[:2] == b"PK":
        with zipfile.ZipFile(io.BytesIO(data)) as book:
            data = b" ".join(book.read(n) for n in book.namelist())
    if data[:5] == b"%PDF-":
        return text_of(data)
    text = data.decode("utf-8", "replace")
    return (
        text + re.sub(r"\\u([0-9a-fA-F]{4})", lambda m: chr(int(m[1], 16)), text)
        if "\\u" in text
        else text
    )


def _last_entry() -> int:
    with acting(PLATFORM), as_intake_role():
        return int(rows("SELECT coalesce(max(id), 0) FROM audit_entry")[0][0])


def _entries(before: int) -> frozenset[tuple[str, str]]:
    with acting(PLATFORM), as_intake_role():
        return frozenset(
            (k, a)
            for k, a in rows(
                "SELECT DISTINCT kind, action FROM audit_entry WHERE id > %s", [before]
            )
        )
