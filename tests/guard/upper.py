"""Rows of the domains above the register (employers, housing, health, casework, fieldwork, exchange), drawn at random,
and who may see each by the rule in words. Used with the town of `oracle`; a row's truth is kept as it is drawn."""

from __future__ import annotations

import random
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

import psycopg
from psycopg.types.json import Jsonb

from tests.guard.actors import PREFIXES, Known
from tests.guard.oracle import own, sees_person
from tests.guard.town import CLERKS, COMMUNITIES, RESIDENT, Town

Sees = Callable[[Known], bool]
USERS = (*CLERKS.values(), RESIDENT, RESIDENT + 1, 77, 78)
PLACED = (
    "exchange_message",
    "exchange_change",
    "exchange_move",
    "exchange_shield",
    "exchange_shield_enquiry",
    "exchange_bridge_item",
    "exchange_picture_ticket",
    "exchange_return_difference",
    "exchange_delivery",
    "exchange_refused_part",
)
"""Tables whose rows are seen where they lie."""
DAYS = ("2026-10-01", "2999-12-31")
"""A day that is over, and one that is not."""
MATTERS = ("wage_claim", "complaint")
OVER: tuple[dict[str, str], ...] = ({}, {}, {"withdrawn_at": "2026-10-01"}, {"until": "2026-10-01"})
"""How a mandate may have ended: not, withdrawn, run out."""


@dataclass
class Drawn:
    """One row: its columns, and who sees it."""

    columns: dict[str, Any]
    sees: Sees


class Upper:
    """The rows of all these tables, entered, with the truth of each."""

    def __init__(self, town: Town, owner: psycopg.Connection[Any], *, each: int = 30) -> None:
        self.chance, self.town, self.owner, self.each = random.Random(7), town, owner, each
        self.truth: dict[str, dict[int, Sees]] = {}
        self.homes = owner.execute(
            "SELECT id, region, party, building_id FROM places_home"
        ).fetchall()
        self.buildings = {
            r[0]: r[1:] for r in owner.execute("SELECT id, region, party FROM places_building")
        }
        self.employers = dict(owner.execute("SELECT id, region FROM employers_employer").fetchall())
        self.persons = [life.id for life in town.lives]
        self.of_employers()
        self.of_housing()
        self.of_health()
        self.of_casework()
        self.of_rescue()
        self.of_groups()
        self.of_fieldwork()
        self.of_departments()
        self.of_transfers()
        for table in PLACED:
            self.enter(table, [self.placed() for _ in range(each)])

    def enter(self, table: str, drawn: Sequence[Drawn]) -> list[tuple[int, Sees]]:
        """Insert rows with what else the table wants; checks and references of the table are set aside."""
        for (name,) in self.owner.execute(
            "SELECT conname FROM pg_constraint WHERE conrelid = %s::regclass AND contype IN ('c', 'f', 'u', 'x')",
            [table],
        ).fetchall():
            self.owner.execute(f'ALTER TABLE {table} DROP CONSTRAINT "{name}" CASCADE')
        for (name,) in self.owner.execute(
            "SELECT indexrelid::regclass::text FROM pg_index WHERE indrelid = %s::regclass AND indisunique "
            "AND NOT indisprimary",
            [table],
        ).fetchall():
            self.owner.execute(f"DROP INDEX {name}")
        wanted = self.owner.execute(
            "SELECT attname, format_type(atttypid, NULL) FROM pg_attribute WHERE attrelid = %s::regclass "
            "AND attnum > 0 AND NOT attisdropped AND attnotnull",
            [table],
        ).fetchall()
        out = []
        for number, one in enumerate(drawn, 1):
            values = {name: plain(kind, number) for name, kind in wanted} | one.columns
            values["id"] = 900_000 + number
            names = ", ".join(f'"{n}"' for n in values)
            marks = ", ".join(["%s"] * len(values))
            self.owner.execute(
                f"INSERT INTO {table} ({names}) VALUES ({marks})", [*values.values()]
            )
            out.append((values["id"], one.sees))
        self.truth[table] = dict(out)
        return out

    def below(
        self, table: str, column: str, parents: Sequence[tuple[int, Sees]], **more: Any
    ) -> list[tuple[int, Sees]]:
        """Rows that are seen by whoever sees the row they belong to."""
        chosen = [self.chance.choice(parents) for _ in range(self.each)]
        return self.enter(table, [Drawn({column: p, **more}, sees) for p, sees in chosen])

    def placed(self, **more: Any) -> Drawn:
        """Seen where it lies."""
        region = self.chance.choice(COMMUNITIES)[:12]
        return Drawn({"region": region, **more}, lambda k: k.region(region))

    def user(self) -> int:
        return self.chance.choice(USERS)

    def of_employers(self) -> None:
        def drawn() -> Drawn:
            employer, region = (
                self.chance.choice(list(self.employers)),
                self.chance.choice(COMMUNITIES),
            )
            seat = self.employers[employer]
            return Drawn(
                {"employer_id": employer, "region": region},
                lambda k: k.region(region) or k.party(f"employer:{employer}") or k.region(seat),
            )

        self.enter("employers_site", [drawn() for _ in range(self.each)])
        days = self.enter("employers_service_day", [drawn() for _ in range(self.each)])
        self.below("employers_service_event", "service_day_id", days)
        del self.truth["employers_service_day"]
        contacts = []
        for _ in range(self.each):
            employer = self.chance.choice(list(self.employers))
            contacts.append(
                Drawn(
                    {"employer_id": employer},
                    lambda k, e=employer: k.party(f"employer:{e}") or k.region(self.employers[e]),
                )
            )
        self.enter("employers_contact", contacts)

    def at_place(self) -> Drawn:
        """At a home, or at the common parts of a building."""
        home, region, party, building = self.chance.choice(self.homes)
        if self.chance.random() < 0.5:
            region, party = self.buildings[building]
            home = None
        return Drawn(
            {"home_id": home, "building_id": building, "region": "999999999999"},
            lambda k: k.region(region) or k.party(party),
        )

    def of_housing(self) -> None:
        at_homes = []
        for _ in range(self.each):
            home, region, party, _building = self.chance.choice(self.homes)
            at_homes.append(
                Drawn({"home_id": home}, lambda k, r=region, p=party: k.region(r) or k.party(p))
            )
        self.below("housing_space", "dwelling_id", self.enter("housing_dwelling", at_homes))
        inspections = self.enter("housing_inspection", [self.at_place() for _ in range(self.each)])
        hazards = self.below("housing_hazard", "inspection_id", inspections)
        self.below(
            "housing_photo", "event_id", self.below("housing_hazard_event", "hazard_id", hazards)
        )
        self.enter("housing_duty", [self.at_place() for _ in range(self.each)])
        self.of_listings()
        self.of_rentals()
        own = []
        for _ in range(self.each):
            user = self.user()
            own.append(Drawn({"user_id": user}, lambda k, u=user: k.user == u))
        self.enter("housing_saved_search", own)

    def of_listings(self) -> None:
        listings, mine = [], []
        for _ in range(self.each):
            region, party = (
                self.chance.choice(COMMUNITIES),
                self.chance.choice((*self.town.parties, "")),
            )
            source = self.chance.choice((party or "user:77", f"user:{self.user()}"))
            state = self.chance.choice(("open", "closed", "doubtful"))
            own = seen_by(region, party, source)
            columns = {"region": region, "party": party, "source": source, "state": state}
            mine.append(own)
            listings.append(Drawn(columns, lambda k, o=own, s=state: s == "open" or o(k)))
        entered = self.enter("housing_listing", listings)
        kept = [(number, own) for (number, _sees), own in zip(entered, mine, strict=True)]
        self.below("housing_contact", "listing_id", kept)
        self.below("housing_decision", "listing_id", kept)
        threads = []
        for _ in range(self.each):
            seeker, offerer = (
                self.user(),
                self.chance.choice((*self.town.parties, f"user:{self.user()}")),
            )
            threads.append(
                Drawn(
                    {"seeker": seeker, "offerer": offerer},
                    lambda k, s=seeker, o=offerer: k.user == s or bool(k.source(o)),
                )
            )
        found = self.enter("housing_enquiry", threads)
        self.below("housing_message", "enquiry_id", found)
        self.below("housing_viewing", "enquiry_id", found)

    def of_rentals(self) -> None:
        tenants, rentals = [], []
        for number in range(1, self.each + 1):
            region, party = self.chance.choice(COMMUNITIES), self.chance.choice(self.town.parties)
            live: list[int] = []
            where = lambda k, r=region, p=party: k.region(r) or k.party(p)  # noqa: E731
            for _ in range(2):
                person, gone = self.chance.choice(self.persons), self.chance.random() < 0.3
                live += [] if gone else [person]
                columns = {
                    "region": region,
                    "party": party,
                    "person_id": person,
                    "rental_id": 900_000 + number,
                }
                tenants.append(
                    Drawn(
                        columns | ({"removed_at": "2026-10-01"} if gone else {}),
                        lambda k, w=where, p=person: w(k) or k.person == p,
                    )
                )
            rentals.append(
                Drawn(
                    {"region": region, "party": party},
                    lambda k, w=where, of=tuple(live): w(k) or k.person in of,
                )
            )
        self.enter("housing_tenant", tenants)
        found = self.enter("housing_rental", rentals)
        self.below("housing_rental_event", "rental_id", found)
        self.below("housing_signature", "rental_id", found)

    def of_health(self) -> None:
        """A child is seen by itself, by guardians whose part has not ended, and by those who may see vaccination
        records where a clinic cares for it today; what hangs on it by the same. A record that was joined to another is
        seen with that one. Guardians see their own rows, and families see no contact."""
        chance, lives, count = self.chance, self.town.lives, self.each
        self.children_own: list[int] = []
        joined = {n: n - 1 for n in range(1, count, 7)}
        cares: dict[int, list[str]] = {n: [] for n in range(count)}
        guards: dict[int, list[tuple[int | None, int | None]]] = {n: [] for n in range(count)}

        def cared(k: Known, n: int) -> bool:
            return any(map(k.clinic, cares[n]))

        def sees(k: Known, n: int, own: int) -> bool:
            stands = joined.get(n, n)
            family = any(
                (p is not None and p == k.person) or (u is not None and u == k.user)
                for p, u in guards[stands]
            )
            return k.person == own or family or cared(k, stands)

        children = []
        for n in range(count):
            own = chance.choice(lives).id
            row = {"person_id": own, "booklet_index": f"b{n}".encode()}
            row |= {"joined_to_id": 900_001 + joined[n]} if n in joined else {}
            children.append(Drawn(row, lambda k, n=n, own=own: sees(k, n, own)))
            self.children_own.append(own)
        entered = self.enter("health_child", children)
        care, guardians, contacts = [], [], []
        for n, (child, _sees) in enumerate(entered):
            for _ in range(2):
                region, until = chance.choice(COMMUNITIES)[:12], chance.choice((None, *DAYS))
                live = until != DAYS[0]
                cares[n] += [region] if live else []
                care.append(
                    Drawn(
                        {"child_id": child, "region": region, "until": until},
                        lambda k, r=region, live=live: live and k.clinic(r),
                    )
                )
            person = chance.choice((None, chance.choice(lives).id))
            user, ended = chance.choice((None, self.user())), chance.choice((None, "2026-10-01"))
            guards[n] += [] if ended else [(person, user)]
            guardians.append(
                Drawn(
                    {"child_id": child, "person_id": person, "user_id": user, "ended_at": ended},
                    lambda k, n=n, p=person, u=user: (
                        (p is not None and k.person == p)
                        or (u is not None and k.user == u)
                        or cared(k, n)
                    ),
                )
            )
            contacts.append(Drawn({"child_id": child}, lambda k, n=n: cared(k, n)))
        self.enter("health_care", care)
        self.enter("health_guardian", guardians)
        self.enter("health_contact", contacts)
        for table in ("health_observation", "health_appointment", "health_reminder"):
            self.below(table, "child_id", entered)
        self.of_plans(entered, cares, guards, joined)
        doses = self.below("health_dose", "child_id", entered)
        self.below("health_dose_decision", "dose_id", doses)
        guardian = [chance.choice(lives).id for _ in range(count)]
        self.enter(
            "health_declined_offer",
            [Drawn({"guardian_person_id": g}, lambda k, g=g: k.person == g) for g in guardian],
        )

    def of_plans(
        self,
        children: Sequence[tuple[int, Sees]],
        cares: dict[int, list[str]],
        guards: dict[int, list[tuple[int | None, int | None]]],
        joined: dict[int, int],
    ) -> None:
        """A woman's plan is seen by herself and, until she leaves it, where ``care.see`` reaches its clinic. A child's
        is seen by itself, its guardians, and by who holds both ``care.see`` and ``vaccination.see`` at a clinic that
        cares for it. What hangs on a plan is seen with it; what is counted by nobody."""
        plans = []
        for n in range(self.each):
            left = self.chance.choice((True, False, False))
            state = {"state": "left" if left else "open"}
            if n % 2:
                region, own = (
                    self.chance.choice(COMMUNITIES)[:12],
                    self.chance.choice(self.town.lives).id,
                )
                user = self.chance.choice((None, self.user()))
                row = {"kind": "mother", "region": region, "person_id": own, "user_id": user}
                plans.append(
                    Drawn(
                        row | state,
                        lambda k, r=region, own=own, user=user, left=left: (
                            k.person == own
                            or (user is not None and k.user == user)
                            or (not left and k.desk(r))
                        ),
                    )
                )
                continue
            child, _sees = children[n]
            stands = joined.get(n, n)
            own = self.children_own[n]
            plans.append(
                Drawn(
                    {"kind": "child", "child_id": child, "region": "", **state},
                    lambda k, n=n, s=stands, own=own, left=left: (
                        k.person == own
                        or any(
                            (p is not None and p == k.person) or (u is not None and u == k.user)
                            for p, u in guards[s]
                        )
                        or (not left and any(k.desk(c) and k.clinic(c) for c in cares[s]))
                    ),
                )
            )
        entered = self.enter("health_plan", plans)
        for table in ("health_visit", "health_referral", "health_booking", "health_plan_reminder"):
            self.below(table, "plan_id", entered)
        self.enter("health_tally", [Drawn({}, lambda _k: False) for _ in range(self.each)])

    def of_casework(self) -> None:
        """A case is seen where it is about and where its office is, by the person, who guards them, and who helps with
        the matter or with all; a mandate by the person and the helper."""
        lives, helpers, mandates, cases = self.town.lives[:12], [], [], []
        for _ in range(self.each):
            person, helper = self.chance.choice(lives).id, self.user()
            matter, over = self.chance.choice(("", *MATTERS)), self.chance.choice(OVER)
            helpers += [] if over else [(person, matter, helper)]
            mandates.append(
                Drawn(
                    {"person_id": person, "helper_user": helper, "matter": matter}
                    | {"until": "2999-12-31", **over},
                    lambda k, p=person, h=helper: k.person == p or k.user == h,
                )
            )
        self.enter("casework_mandate", mandates)
        for _ in range(self.each):
            life, matter = self.chance.choice(lives), self.chance.choice(MATTERS)
            region, office = (self.chance.choice(COMMUNITIES)[:12] for _ in range(2))
            office = office[: self.chance.choice((4, 6, 9, 12))]
            helping = {h for p, m, h in helpers if p == life.id and m in ("", matter)}
            cases.append(
                Drawn(
                    {"person_id": life.id, "matter": matter, "region": region, "office": office},
                    lambda k, who=life, places=(region, office), by=frozenset(helping): (
                        any(map(k.region, places)) or own(self.town, k, who) or k.user in by
                    ),
                )
            )
        entered = self.enter("casework_case", cases)
        noticed = self.of_other_side(entered)
        for table in ("casework_event", "casework_evidence"):
            rows = []
            for _ in range(self.each):
                case, sees = self.chance.choice(entered)
                notice, of_case, told = self.chance.choice(noticed)
                if of_case == case or self.chance.random() < 0.5:
                    rows.append(Drawn({"case_id": of_case, "respondent_id": notice}, told))
                else:
                    rows.append(Drawn({"case_id": case}, sees))
            self.enter(table, rows)
        self.of_schooling({(p, h) for p, m, h in helpers if m == ""})

    def of_other_side(self, cases: Sequence[tuple[int, Sees]]) -> list[tuple[int, int, Sees]]:
        """A notice is seen by whoever sees its case, and by whom it went to."""
        drawn, of = [], []
        for _ in range(self.each):
            case, sees = self.chance.choice(cases)
            party = f"employer:{self.chance.choice(list(self.employers))}"
            told = lambda k, s=sees, p=party: s(k) or k.party(p)  # noqa: E731
            drawn.append(Drawn({"case_id": case, "party": party}, told))
            of.append(case)
        entered = self.enter("casework_respondent", drawn)
        return [(id_, case, told) for (id_, told), case in zip(entered, of, strict=True)]

    def of_rescue(self) -> None:
        """A stay at a rescue station is seen by who works at the station of this very division, and by the person where
        they wished the link; its steps and what is kept by the station alone."""
        entered = []
        ((station,),) = self.owner.execute(
            "INSERT INTO casework_rescue_station (name, region, address, phone, opened_at) "
            "VALUES ('站', '990000', '', '', now()) RETURNING id"
        ).fetchall()
        stays, alone = [], []
        for _ in range(2 * self.each):
            region = self.chance.choice(PREFIXES[1:])
            person = self.chance.choice((None, self.chance.choice(self.town.lives[:12]).id))
            staffed = lambda k, r=region: r in k.rescues  # noqa: E731
            alone.append(staffed)
            stays.append(
                Drawn(
                    {
                        "station_id": station,
                        "region": region,
                        "person_id": person,
                        "state": "present",
                        "identity": "unknown",
                        "sex": "1",
                        "age": 30,
                        "kin_wish": "",
                        "way": "",
                        "marks": [],
                    },
                    lambda k, s=staffed, p=person: s(k) or (p is not None and k.person == p),
                )
            )
        entered = self.enter("casework_rescue_stay", stays)
        for_station = [(number, sees) for (number, _), sees in zip(entered, alone, strict=True)]
        self.below("casework_rescue_step", "stay_id", for_station)
        self.below("casework_rescue_property", "stay_id", for_station)

    def of_schooling(self, helpers: set[tuple[int, int]]) -> None:
        """An application is seen where the child lives, by child, guardian and who guards the child, by who helps the
        guardian with all matters, by the education office of the round, by the school where the place is."""
        drawn = []
        for _ in range(self.each):
            child, guardian = (self.chance.choice(self.town.lives[:12]) for _ in range(2))
            region = self.chance.choice(COMMUNITIES)[:12]
            drawn.append(
                Drawn(
                    {
                        "child_person_id": child.id,
                        "guardian_person_id": guardian.id,
                        "region": region,
                        "office": region[:6],
                        "school_region": region,
                    },
                    lambda k, where=region, who=child, by=guardian: (
                        k.region(where)
                        or own(self.town, k, who)
                        or k.person == by.id
                        or (by.id, k.user) in helpers
                        or where[:6].startswith(tuple(k.education))
                        or where.startswith(tuple(k.schools))
                    ),
                )
            )
        entered = self.enter("casework_enrolment", drawn)
        self.below("casework_enrolment_event", "enrolment_id", entered)
        self.below("casework_enrolment_document", "enrolment_id", entered)

    def of_departments(self) -> None:
        """A fact about a person is seen by whoever sees the person, one about an employer or a home by everybody, one
        about nobody on file where its source is connected; a ticket by whoever sees the person."""
        facts, tickets = [], []
        for _ in range(self.each):
            life, about = self.chance.choice(self.town.lives), self.chance.randrange(4)
            of_person = lambda k, who=life: sees_person(self.town, k, who)  # noqa: E731
            tickets.append(Drawn({"person_id": life.id}, of_person))
            one = self.placed()
            named = ({"person_id": life.id}, {"employer_id": 1}, {"home_id": 1}, {})[about]
            sees = (of_person, everybody, everybody, one.sees)[about]
            facts.append(Drawn(one.columns | named, sees))
        self.enter("exchange_fact", facts)
        self.enter("exchange_ticket", tickets)
        self.enter("exchange_filled_form", tickets)

    def of_groups(self) -> None:
        """A seat is published once accepted; a member is seen by themselves and by contact people in office; a dispute
        by its sides, and by mediators in office while it waits for one."""
        seats, members = [], []
        led: dict[int, list[int]] = {}
        mediating: dict[int, list[int]] = {}
        for group in range(1, 7):
            for _ in range(5):
                user, by = self.user(), self.user()
                role = self.chance.choice(("chair", "contact", "mediator"))
                accepted = self.chance.choice((None, "2026-10-01"))
                ended = self.chance.choice((None, None, "2026-10-02"))
                until = self.chance.choice(DAYS)
                public = accepted is not None and ended is None
                if public and until == DAYS[1]:
                    (mediating if role == "mediator" else led).setdefault(group, []).append(user)
                seats.append(
                    Drawn(
                        {
                            "group_id": group,
                            "user_id": user,
                            "offered_by": by,
                            "role": role,
                            "accepted_at": accepted,
                            "ended_at": ended,
                            "until": until,
                        },
                        lambda k, p=public, u=user, b=by: p or k.user in (u, b),
                    )
                )
        for _ in range(self.each):
            group, user = self.chance.randrange(1, 7), self.user()
            left = self.chance.choice((None, None, "2026-10-02"))
            heads = led.get(group, []) if left is None else []
            members.append(
                Drawn(
                    {"group_id": group, "user_id": user, "left_at": left},
                    lambda k, u=user, h=heads: k.user in (u, *h),
                )
            )
        self.enter("groups_seat", seats)
        self.enter("groups_member", members)
        inside = {g: set(h) for g, h in led.items()}
        for one in members:
            if one.columns["left_at"] is None:
                inside.setdefault(one.columns["group_id"], set()).add(one.columns["user_id"])
        for table in ("groups_meeting", "groups_item"):
            rows = []
            for _ in range(self.each):
                group = self.chance.choice(sorted(inside))
                rows.append(
                    Drawn({"group_id": group}, lambda k, g=group: k.user in inside.get(g, ()))
                )
            self.enter(table, rows)
        voters = []
        for _ in range(self.each):
            group, user = self.chance.randrange(1, 8), self.user()
            voters.append(
                Drawn(
                    {"group_id": group, "user_id": user},
                    lambda k, u=user, g=group: k.user in (u, *led.get(g, ())),
                )
            )
        self.enter("groups_voter", voters)
        self.enter("groups_signup", [Drawn(dict(v.columns), v.sees) for v in voters])
        disputes = []
        for _ in range(self.each):
            group, state = self.chance.randrange(1, 8), self.chance.choice(("asked", "waiting"))
            sides = (self.user(), self.user())
            taken = self.chance.choice((None, self.user()))
            waits = taken is None and state == "waiting"
            disputes.append(
                Drawn(
                    {
                        "group_id": group,
                        "state": state,
                        "applicant_user": sides[0],
                        "other_user": sides[1],
                        "mediator_user": taken,
                    },
                    lambda k, s=(*sides, taken), g=group, w=waits: (
                        (k.user is not None and k.user in s)
                        or (w and k.user in mediating.get(g, ()))
                    ),
                )
            )
        self.below(
            "groups_mediation_step", "mediation_id", self.enter("groups_mediation", disputes)
        )
        for table, sides in {
            "groups_proxy": ("giver_user", "holder_user"),
            "groups_ballot": ("voter_user", "by_user"),
        }.items():
            rows = []
            for _ in range(self.each):
                a, b = self.user(), self.user()
                rows.append(
                    Drawn(dict(zip(sides, (a, b), strict=True)), lambda k, s=(a, b): k.user in s)
                )
            self.enter(table, rows)

    def of_transfers(self) -> None:
        """What is sent on is seen by who asked, whom it is about, and where it is handled here."""
        drawn = []
        for _ in range(self.each):
            about, by = (self.chance.choice(self.town.lives[:12]) for _ in range(2))
            region = self.chance.choice(COMMUNITIES)[:12]
            drawn.append(
                Drawn(
                    {"person_id": about.id, "requester_id": by.id, "office": region},
                    lambda k, where=region, who=about, by=by: (
                        k.region(where) or k.person in (who.id, by.id)
                    ),
                )
            )
        self.below("exchange_transfer_step", "transfer_id", self.enter("exchange_transfer", drawn))

    def of_fieldwork(self) -> None:
        for table in (
            "fieldwork_visit",
            "fieldwork_task",
            "assessment_sample_unit",
            "assessment_sample_finding",
            "assessment_quality_decision",
            "assessment_quality_fault",
        ):
            self.enter(table, [self.placed() for _ in range(self.each)])
        operations, photos, postings = [], [], []
        for _ in range(self.each):
            one, user = self.placed(), self.user()
            operations.append(
                Drawn(
                    one.columns | {"user_id": user},
                    lambda k, s=one.sees, u=user: s(k) or k.user == u,
                )
            )
        brought = self.enter("fieldwork_operation", operations)
        links = [
            (self.chance.choice(brought), 900_000 + self.chance.randrange(1, self.each))
            for _ in range(self.each)
        ]
        for number in range(1, self.each + 1):
            user, by = self.user(), [s for (_, s), photo in links if photo == 900_000 + number]
            photos.append(
                Drawn(
                    {"user_id": user},
                    lambda k, u=user, b=tuple(by): k.user == u or any(s(k) for s in b),
                )
            )
        self.enter(
            "fieldwork_operation_photo",
            [Drawn({"operation_id": o, "photo_id": p}, s) for (o, s), p in links],
        )
        self.below("fieldwork_photo_piece", "photo_id", self.enter("fieldwork_photo", photos))
        devices = [Drawn({"user_id": u}, lambda k, u=u: k.user == u) for u in USERS]
        self.below("fieldwork_bundle", "device_id", self.enter("fieldwork_device", devices))
        del self.truth["fieldwork_device"]
        absences = []
        for number in range(1, self.each + 1):
            one, user, other = self.placed(), self.user(), self.user()
            own = lambda k, s=one.sees, u=user: s(k) or k.user == u  # noqa: E731
            withdrawn = self.chance.random() < 0.3
            postings.append(
                Drawn(
                    one.columns | {"user_id": user},
                    lambda k, o=own, x=other, w=withdrawn: o(k) or (not w and k.user == x),
                )
            )
            absences.append(
                Drawn(
                    one.columns
                    | {"user_id": user, "substitute_user": other, "posting_id": 900_000 + number}
                    | ({"withdrawn_at": "2026-10-01"} if withdrawn else {}),
                    lambda k, o=own, x=other: o(k) or k.user == x,
                )
            )
        self.enter("fieldwork_posting", postings)
        self.enter("fieldwork_absence", absences)
        shifts = []
        for _ in range(self.each):
            one, user = self.placed(), self.user()
            shifts.append(
                Drawn(
                    one.columns | {"user_id": user},
                    lambda k, s=one.sees, u=user: s(k) or k.user == u,
                )
            )
        self.enter("fieldwork_shift", shifts)

    def expected(self, known: Known) -> dict[str, set[int]]:
        """The rows of each table that are in sight, by the rule."""
        return {t: {i for i, sees in rows.items() if sees(known)} for t, rows in self.truth.items()}


def everybody(_known: Known) -> bool:
    """Anybody at all."""
    return True


def seen_by(region: str, party: str, source: str) -> Sees:
    """Where it lies, by whose it is, by who sent it."""
    return lambda k: k.region(region) or k.party(party) or bool(k.source(source))


def plain(kind: str, number: int) -> Any:
    """Some value of a column that plays no part in who sees the row."""
    if kind.endswith("[]"):
        return []
    return {
        "character varying": "",
        "text": "",
        "bigint": number,
        "integer": 1,
        "smallint": 1,
        "numeric": 1,
        "boolean": True,
        "date": "2026-11-01",
        "timestamp with time zone": "2026-11-01",
        "time without time zone": "09:00",
        "jsonb": Jsonb({}),
        "bytea": b"x",
        "uuid": f"00000000-0000-4000-8000-{number:012}",
        "daterange": "[2026-11-01,2026-12-01)",
        "tstzrange": "[2026-11-01,2026-11-02)",
    }[kind]
