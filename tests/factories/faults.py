"""A street with one known fault of every kind, and runs of the rules.

What intake lets through is declared. What it refuses, or what only years bring about, is written into the tables, as an
old data set or a slip of an earlier version would have left it.
"""

from __future__ import annotations

import itertools
from collections import defaultdict
from datetime import date, datetime, timedelta
from typing import Any

from anju.domains.assessment import api as quality
from anju.domains.assessment.api import RunResult
from anju.domains.employers import api as employers
from anju.domains.housing.api import rentals
from anju.domains.housing.api.rentals import Lease
from anju.domains.places.api import HomeView
from anju.foundation.clock import now
from anju.foundation.db.scope import acting, as_intake_role
from anju.foundation.db.statements import rows, run
from tests.domains.housing.premises.visits import landlord
from tests.factories.people import somebody
from tests.factories.register import HERE, PLATFORM, Street, building, declared, moved_in
from tests.factories.staff import actor, staff
from tests.factories.tasks import own_declaration

_turn = itertools.count()


def ran(at: datetime | None = None, *, full: bool = False) -> RunResult:
    """A run of the rules."""
    return quality.run_rules(actor=PLATFORM, at=at or now(), full=full)


def written(sql: str, *values: object) -> None:
    """Write what intake would not."""
    with acting(PLATFORM), as_intake_role():
        run(sql, list(values))


def read(sql: str, *values: object) -> list[tuple[Any, ...]]:
    """Read whatever there is."""
    with acting(PLATFORM), as_intake_role():
        return rows(sql, list(values))


def open_faults() -> dict[str, set[int]]:
    """Rule → subjects of its open faults."""
    found: dict[str, set[int]] = defaultdict(set)
    for rule, subject in read(
        "SELECT rule, subject FROM assessment_quality_fault WHERE outcome = ''"
    ):
        found[rule].add(subject)
    return dict(found)


def line_of(person: int, table: str = "register_stay") -> int:
    """The line of somebody's stay or job."""
    ((line,),) = read(
        f"SELECT line FROM {table} WHERE person_id = %s AND superseded_at IS NULL",
        person,
    )
    return int(line)


class Town:
    """The street with its faults: `expected` says which, by rule."""

    def __init__(self, street: Street) -> None:
        self.street, self.day = street, street.today
        self.expected: dict[str, set[int]] = defaultdict(set)
        self._next = itertools.count(3000)
        self.house = building(
            HERE,
            "浏阳大道9号",
            [f"{floor}0{n}" for floor in (1, 2, 3, 4) for n in (1, 2, 3, 4)],
            capacity=4,
            at=street.at,
        )
        self.rooms = iter(self.house)
        for plant in (self.numbers, self.duplicates, self.sides, self.old, self.odd, self.places):
            plant()
        self._unplaced()

    def lives(self, *, days: int = 50, **more: Any) -> int:
        """Somebody new in a room of their own."""
        n = next(self._next)
        who = somebody(
            f"邓{'一二三四五六七八九'[n % 9]}{'甲乙丙丁戊己'[n % 6]}",
            n,
            born=date(1990, 3, 1 + n % 28),
        )
        return moved_in(
            who, next(self.rooms), self.day - timedelta(days=days), at=self.street.at, **more
        )

    def numbers(self) -> None:
        """Numbers that are missing, out of date, of many, refused."""
        person = self.lives()
        written("UPDATE people_document SET live = false WHERE person_id = %s", person)
        self.expected["no_document"].add(person)
        person = self.lives()
        written(
            "UPDATE people_document SET valid_to = %s WHERE person_id = %s",
            self.day - timedelta(days=1),
            person,
        )
        self.expected["document_expired"].add(person)
        sharing = [
            moved_in(
                somebody(f"冉{c}", 3100 + n, phone="13955550000"),
                self.street.dormitory[n % 2],
                self.day - timedelta(days=20),
                at=self.street.at,
            )
            for n, c in enumerate("子丑寅卯辰巳")
        ]
        self.expected["phone_shared"].update(sharing)
        self.expected["employer_no_code"].add(self.street.firm.id)
        self.expected["rows_refused"].add(self.batch())

    def batch(self) -> int:
        """A file that was applied with three rows refused."""
        ((found,),) = read(
            """INSERT INTO register_batch (source, key, channel, label, form, region, party, by_label, file_name,
                sheet, state, counts, made_homes, leaving, created_at)
            VALUES ('employer:9', %s, 'employer', '', 'employer-roster', %s, '', '', 'x.xlsx', '', 'applied',
                '{"rejected": 3}', '[]', '[]', %s) RETURNING id""",
            f"faults.{next(_turn)}",
            HERE,
            self.street.at,
        )
        return int(found)

    def duplicates(self) -> None:
        """A person, a building, an employer that are there twice."""
        one, other = sorted((self.lives(), self.lives()))
        ((pair,),) = read(
            """INSERT INTO linkage_pair (one_id, other_id, state, reasons, household, note, decided_label)
            VALUES (%s, %s, 'open', '[]', 0, '', '') RETURNING id""",
            one,
            other,
        )
        self.expected["pair_open"].add(pair)
        twice = [
            building(HERE, "友谊路3号", ["101"], party=party, name="3栋", at=self.street.at)[0]
            for party in ("", self.street.holder)
        ]
        self.expected["building_twice"].update(home.building_id for home in twice)
        with acting(PLATFORM):
            again = employers.add_employer(
                actor=PLATFORM,
                name=self.street.firm.name,
                region=HERE,
                address="纬三路1号",
                at=self.street.at,
            )
        self.expected["employer_twice"].update({self.street.firm.id, again.id})

    def lease(self, person: int, home: HomeView, *, days: int) -> tuple[int, int]:
        """A lease of this tenant that was filed and began so many days ago; (lease, tenant)."""
        owner = landlord(self.street)
        at = self.street.at - timedelta(days=days)
        with acting(owner):
            made = rentals.file_rental(
                home.code,
                Lease((person,), self.day - timedelta(days=days), None, None),
                key=f"faults.{next(_turn)}",
                actor=owner,
                at=at,
            )
        ((tenant,),) = read("SELECT id FROM housing_tenant WHERE rental_id = %s", made.id)
        return made.id, tenant

    def sides(self) -> None:
        """What one side alone declared."""
        _lease, tenant = self.lease(self.street.resident, self.street.rooms[0], days=15)
        self.expected["tenant_silent"].add(tenant)
        _lease, tenant = self.lease(self.street.child, self.street.rooms[0], days=3)
        written("UPDATE housing_tenant SET answer = 'objected' WHERE id = %s", tenant)
        self.expected["tenant_objects"].add(tenant)
        who, at = somebody("龙小满", 3300), self.street.rooms[4]
        moving = moved_in(
            who, at, self.day - timedelta(days=40), at=self.street.at - timedelta(days=40)
        )
        _lease, tenant = self.lease(moving, at, days=30)
        moved_in(who, next(self.rooms), self.day - timedelta(days=2), at=self.street.at)
        written("UPDATE housing_tenant SET answer = 'confirmed' WHERE id = %s", tenant)
        self.expected["lease_no_stay"].add(tenant)
        self.expected["job_no_home"].add(line_of(self.hired(days=31), "register_job"))

    def hired(self, *, days: int, **more: Any) -> int:
        """Somebody who works for the firm, and lives nowhere here."""
        n = next(self._next)
        item = somebody(
            f"丁{n % 10}工".replace(str(n % 10), "甲乙丙丁戊己庚辛壬癸"[n % 10]),
            n,
            area="430981",
            born=date(1988, 5, 1 + n % 28),
        ).item
        (outcome,) = declared(
            [
                {
                    **item,
                    "kind": "hire",
                    "employer_code": self.street.firm.code,
                    "start": self.day - timedelta(days=days),
                    **more,
                }
            ],
            at=self.street.at,
        ).outcomes
        assert outcome.status == "applied", outcome
        return int(outcome.person_id)

    def old(self) -> None:
        """Answers that are late, records that nobody looked at."""
        review = own_declaration(
            self.street.rooms[3],
            self.day - timedelta(days=60),
            at=self.street.at - timedelta(days=50),
        )
        self.expected["review_late"].add(review)
        person = self.lives()
        written(
            "UPDATE register_stay SET leave_due = %s WHERE person_id = %s",
            self.day - timedelta(days=8),
            person,
        )
        self.expected["move_out_over"].add(line_of(person))
        person = self.hired(days=20)
        written(
            "UPDATE register_job SET contract_end = %s WHERE person_id = %s",
            self.day - timedelta(days=31),
            person,
        )
        self.expected["contract_over"].add(line_of(person, "register_job"))
        person = self.lives()
        written(
            "UPDATE register_stay SET recorded_at = recorded_at - interval '25 months' WHERE person_id = %s",
            person,
        )
        self.expected["stay_old"].add(line_of(person))

    def odd(self) -> None:
        """Facts that cannot be so."""
        person = self.lives(days=3)
        written("UPDATE people_person SET birth_date = '1900-05-05' WHERE id = %s", person)
        self.expected["birth_unlikely"].add(person)
        person = self.lives()
        written(
            "UPDATE people_person SET birth_date = %s WHERE id = %s",
            self.day - timedelta(days=10),
            person,
        )
        self.expected["stay_before_birth"].add(line_of(person))
        person = self.hired(days=10)
        written(
            "UPDATE people_person SET birth_date = %s WHERE id = %s",
            self.day - timedelta(days=14 * 365),
            person,
        )
        self.expected["job_too_young"].add(line_of(person, "register_job"))
        crowded = self.street.dormitory[0]
        written("UPDATE places_home SET capacity = 1 WHERE id = %s", crowded.id)
        for n, c in enumerate("午未申"):
            moved_in(somebody(f"冉{c}", 3200 + n), crowded, self.day, at=self.street.at)
        self.expected["home_crowded"].add(crowded.id)

    def places(self) -> None:
        """Addresses that lead nowhere."""
        person = self.lives()
        written("UPDATE register_stay SET home_id = NULL WHERE person_id = %s", person)
        self.expected["stay_no_home"].add(line_of(person))
        (home,) = building(HERE, "新屋路99号", ["101"], at=self.street.at)
        written(
            "UPDATE places_building SET verified = false, recorded_at = recorded_at - interval '31 days' WHERE id = %s",
            home.building_id,
        )
        self.expected["building_unverified"].add(home.building_id)

    def _unplaced(self) -> None:
        """Every building that somebody lives in: none was put on the map."""
        self.expected["building_unplaced"] = {
            building
            for (building,) in read(
                """SELECT DISTINCT h.building_id FROM register_stay s JOIN places_home h ON h.id = s.home_id
                WHERE s.superseded_at IS NULL AND s.period @> %s::date""",
                self.day,
            )
        }


def listed(person: int) -> None:
    """The stay of this person is on the list of those past the announced last day."""
    read(
        """INSERT INTO assessment_quality_fault
            (rule, subject, region, person_id, source, facts, found_on, due, live, outcome)
        SELECT 'move_out_over', line, region, person_id, channel, '{"until": "2026-01-31"}', current_date,
            current_date, true, '' FROM register_stay WHERE person_id = %s AND superseded_at IS NULL
        RETURNING id""",
        person,
    )


def two_found_none(at: datetime | None = None) -> list[int]:
    """Two faults that an office found to be none, each by a decision of its own; the decisions."""
    ran(at, full=True)
    office = actor(staff(f"quality.{next(_turn)}", ("district", "430181")))
    made = []
    for (fault,) in read(
        "SELECT id FROM assessment_quality_fault WHERE outcome = '' AND region LIKE '430181%%' ORDER BY id LIMIT 2"
    ):
        with acting(office):
            made.append(
                quality.find_no_faults(
                    [fault], reason="已核实", key=f"none.{fault}", actor=office, at=at or now()
                ).id
            )
    return made
