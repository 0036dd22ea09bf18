"""A random walk: an operation of somebody, the model's own reading of it, and the questions that compare the two."""

from __future__ import annotations

import random
from dataclasses import dataclass, field, replace
from datetime import date, datetime, timedelta
from itertools import pairwise

from anju.domains.register import api as register
from anju.foundation.clock import now
from anju.foundation.db.scope import acting
from tests.factories.people import Somebody, somebody
from tests.factories.register import PLATFORM
from tests.model.channels import Town
from tests.model.naive import (
    APPLIED,
    UNCHANGED,
    WAITING,
    Corrected,
    Learned,
    Merged,
    Model,
    Record,
    Said,
    Stay,
    over,
)

FAMILY, GIVEN = "赵钱孙李周吴郑王", "安宁康乐平顺丰泰"


@dataclass
class Question:
    review: int
    said: Said
    reason: str


@dataclass
class Step:
    """What was known at a moment: number → stays and jobs; which records were merged into it then."""

    at: datetime
    says: dict[str, Record]


class Story(str):
    """Shown line by line when a comparison fails."""

    def __repr__(self) -> str:
        return "\n" + self


@dataclass
class Walk:
    town: Town
    seed: int
    chance: random.Random = field(init=False)
    people: list[Somebody] = field(init=False)
    model: Model = field(init=False)
    ids: dict[str, int] = field(default_factory=dict)
    batches: dict[int, str] = field(default_factory=dict)
    """Batches that can be undone: form or import."""
    questions: list[Question] = field(default_factory=list)
    known: list[Step] = field(default_factory=list)
    told: list[str] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.chance = random.Random(self.seed)
        self.people = [
            somebody(
                f"{FAMILY[self.seed % 8]}{GIVEN[n % 3]}{chr(0x4E00 + self.seed)}",
                100 + self.seed * 10 + n,
                phone="",
            )
            for n in range(6)
        ]
        street = self.town.street
        self.homes = [*street.rooms[1:4], street.far[0], street.dormitory[0]]
        self.model = Model(street.today, {h.code for h in street.rooms})
        self.open_before = set(self.town.questions())

    # -- an operation --------------------------------------------------------------------------------------------------

    OPERATIONS = (
        ("arrive", 26),
        ("leave", 12),
        ("plan_to_leave", 4),
        ("take_leave_back", 4),
        ("hire", 8),
        ("dismiss", 5),
        ("upload", 5),
        ("undo", 12),
        ("merge", 6),
        ("unmerge", 5),
        ("decide", 8),
        ("correct", 6),
        ("repeat", 2),
    )

    def step(self) -> None:
        names, weights = zip(*self.OPERATIONS, strict=True)
        name = self.chance.choices(names, weights)[0]
        self.told.append(name)
        try:
            getattr(self, name)()
        except ValueError as missing:  # a later line of the log builds on one that was struck
            raise AssertionError((missing, self.story())) from missing
        self.look()
        if name in ("undo", "merge", "unmerge", "take_leave_back"):
            self.nothing_contradicts()

    def nothing_contradicts(self) -> None:
        with acting(PLATFORM):
            found = register.inconsistencies()
            assert not found, (found, self.model.records, self.story())

    def day(self) -> date:
        return self.model.today - timedelta(
            days=self.chance.choice([0, 0, 1, 2, 5, 10, 20, 40, 80])
        )

    def who(self) -> Somebody:
        return self.chance.choice(self.people)

    def known_ones(self) -> list[Somebody]:
        return [w for w in self.people if self.model.knows(w.doc_number)]

    def note(self, *words: object) -> None:
        self.told[-1] += " " + " ".join(map(str, words))

    def arrive(self) -> None:
        who, home, start = self.who(), self.chance.choice(self.homes), self.day()
        end = self.chance.choice(
            [None, None, None, None, start + timedelta(days=self.chance.randrange(60))]
        )
        phone = self.chance.choice(["", "", f"139{self.seed:04d}{self.chance.randrange(3):04d}"])
        channel = self.chance.choice(["counter", "office", "department", "landlord"])
        if channel == "landlord" and home.code not in self.model.landlord:
            channel = "office"
        wrong = (
            channel == "office" and self.model.knows(who.doc_number) and self.chance.random() < 0.12
        )
        said = Said(
            0,
            "arrive",
            who.doc_number,
            home.code,
            start,
            end if channel in ("office", "department") else None,
            phone=phone,
            by_card=channel == "counter",
        )
        self.note(
            channel,
            who.name,
            who.doc_number[-4:],
            home.room,
            start,
            said.end,
            phone,
            "wrong name" if wrong else "",
        )
        expected = "name_differs" if wrong else self.model.would(said)
        if channel == "counter":
            batch, status, reason = self.town.at_the_counter(who, home.code, start, phone)
        elif channel == "landlord":
            self.town.checked_in(who, home.code, start, phone)
            batch, status, reason = 0, expected, ""
        else:
            item = {
                **who.item,
                "kind": "arrive",
                "home_code": home.code,
                "start": start,
                "phone": phone or None,
                "region": home.region,
                "end": said.end,
            }
            batch, result = self.town.declared(
                {k: v for k, v in item.items() if v is not None}
                | ({"name": who.name[:-1] + "錯"} if wrong else {}),
                token=self.town.department if channel == "department" else "",
            )
            status, reason = result["status"], result["reason"]
        self.entered(said, batch, status, reason, expected, undo=channel in ("counter", "office"))

    def leave(self) -> None:
        who, end = self.who(), self.day()
        channel = self.chance.choice(["counter", "office", "landlord"])
        home = self.chance.choice([None, None, *self.homes])
        if channel == "counter":
            if not self.model.knows(who.doc_number):
                return self.note("nobody")
            open_ones = [
                s
                for s in self.model.of(who.doc_number).stays
                if not over(s.until, self.model.today)
            ]
            stay = max(open_ones, key=lambda s: (s.habitual, s.since), default=None)
            said = Said(0, "leave", who.doc_number, stay.home if stay else None, end=end)
            expected = self.model.would(said)
            batch, status, reason = self.town.leaves_at_the_counter(self.person(who), end)
        elif channel == "landlord":
            return self.check_out(end)
        else:
            said = Said(0, "leave", who.doc_number, home.code if home else None, end=end)
            expected = self.model.would(said)
            batch, result = self.town.declared(
                {
                    **{k: v for k, v in who.item.items() if v},
                    "kind": "leave",
                    "end": end,
                    "region": "430181124205",
                    **({"home_code": home.code} if home else {}),
                }
            )
            status, reason = result["status"], result["reason"]
        self.note(channel, who.name, who.doc_number[-4:], said.home, end)
        self.entered(said, batch, status, reason, expected, undo=True)
        return None

    def tenants(self, *, planned: bool = False) -> list[tuple[Somebody, Stay]]:
        """Who lives in a room of the landlord today, as the room's page lists them."""
        today, out = self.model.today, []
        for who in self.known_ones():
            if self.model.stands[who.doc_number] != who.doc_number:
                continue
            out += [
                (who, s)
                for s in self.model.of(who.doc_number).stays
                if s.habitual
                and s.home in self.model.landlord
                and s.since <= today
                and not over(s.until, today)
                and (not planned or s.until is not None)
            ]
        return out

    def check_out(self, end: date) -> None:
        tenants = self.tenants()
        if not tenants:
            return self.note("no tenant")
        who, stay = self.chance.choice(tenants)
        said = Said(0, "leave", who.doc_number, stay.home, end=end)
        expected = self.model.would(said)
        self.note("landlord", who.name, who.doc_number[-4:], stay.home, end)
        self.note(self.town.checked_out(stay.home, who.name, self.numbers(who), end))
        return self.entered(said, 0, expected, "", expected)

    def plan_to_leave(self) -> None:
        self.check_out(self.model.today + timedelta(days=self.chance.randrange(1, 30)))

    def take_leave_back(self) -> None:
        tenants = self.tenants(planned=True)
        if not tenants:
            return self.note("nothing planned")
        who, stay = self.chance.choice(tenants)
        self.note(who.name, who.doc_number[-4:], stay.home)
        page = self.town.stays_on(stay.home, who.name, self.numbers(who))
        if "退房已撤回" not in page:
            return self.note("refused")
        if self.hazy({who.doc_number}):
            return self.learn(set(self.numbers(who)))
        mine = [
            n
            for n, line in enumerate(self.model.log)
            if isinstance(line, Said)
            and line.kind == "leave"
            and line.batch == 0
            and self.model.stands.get(line.who) == who.doc_number
            and line.home == stay.home
        ]
        while mine:  # the same submitter may have planned it more than once
            self.model.log.pop(mine.pop())
            self.model.read_again()
            if not any(
                s.home == stay.home and s.since == stay.since and s.until
                for s in self.model.of(who.doc_number).stays
            ):
                break
        return None

    def hire(self) -> None:
        who, start = self.who(), self.day()
        channel = self.chance.choice(["office", "department", "employer"])
        said = Said(
            0,
            "hire",
            who.doc_number,
            start=start,
            employer=self.town.street.firm.code,
            position="" if channel == "employer" else self.chance.choice(["", "装配", "质检"]),
        )
        expected = self.model.would(said)
        self.note(channel, who.name, who.doc_number[-4:], start, said.position)
        if channel == "employer":
            self.town.hired(who, start)
            return self.entered(said, 0, expected, "", expected)
        batch, result = self.town.declared(
            {
                **{k: v for k, v in who.item.items() if v},
                "kind": "hire",
                "employer_code": said.employer,
                "start": start,
                **({"position": said.position} if said.position else {}),
            },
            token=self.town.department if channel == "department" else "",
        )
        return self.entered(
            said, batch, result["status"], result["reason"], expected, undo=channel == "office"
        )

    def dismiss(self) -> None:
        who, end = self.who(), self.day()
        said = Said(0, "dismiss", who.doc_number, end=end, employer=self.town.street.firm.code)
        expected = self.model.would(said)
        self.note(who.name, who.doc_number[-4:], end)
        batch, result = self.town.declared(
            {
                **{k: v for k, v in who.item.items() if v},
                "kind": "dismiss",
                "employer_code": said.employer,
                "end": end,
            }
        )
        self.entered(said, batch, result["status"], result["reason"], expected, undo=True)

    def upload(self) -> None:
        some, start = self.chance.sample(self.people, self.chance.randrange(1, 4)), self.day()
        self.note([w.name + w.doc_number[-4:] for w in some], start)
        said = [
            Said(
                0,
                "hire",
                w.doc_number,
                start=start,
                employer=self.town.street.firm.code,
                position="装配",
            )
            for w in some
        ]
        expected = self.model.would_all(said)
        number, figures = self.town.uploaded(
            "employer-roster",
            ["姓名", "身份证号码", "入职日期", "部门"],
            [[w.name, w.doc_number, str(start), "装配"] for w in some],
        )
        got, wanted = (
            {s: n(s) for s in (APPLIED, UNCHANGED)}
            for n in (lambda s: figures.get(s, 0), expected.count)
        )
        assert got == wanted, (got, wanted, self.story())
        self.batches[number] = "import"
        for one in said:
            one.batch = number
            self.model.add(one)

    def entered(
        self, said: Said, batch: int, status: str, reason: str, expected: str, *, undo: bool = False
    ) -> None:
        """What became of a declaration is what the model says; then it stands in the log, or waits."""
        self.note("->", batch or "", status, reason)
        said.batch = batch
        got = reason if status == "refused" and reason else status
        if expected == "name_differs":
            assert (status, reason) == (WAITING, "name_differs"), self.story()
        else:
            assert got == expected or (
                status == "refused" and not reason and expected not in (APPLIED, UNCHANGED)
            ), (
                expected,
                self.story(),
            )
        if undo and batch:
            self.batches[batch] = "form"
        if status == WAITING:
            fresh = (
                set(self.town.questions()) - self.open_before - {q.review for q in self.questions}
            )
            assert len(fresh) == 1, (fresh, self.story())
            self.questions.append(Question(fresh.pop(), said, reason))
        elif status in (APPLIED, UNCHANGED):
            self.model.add(said)

    def decide(self) -> None:
        if not self.questions:
            return self.note("nothing asked")
        question = self.chance.choice(self.questions)
        said = question.said
        accept = self.chance.random() < 0.6
        stood = self.model.of(said.who).shown()
        self.note(
            question.reason,
            said.who[-4:],
            said.home,
            said.start,
            "accept" if accept else "refuse",
            "where",
            stood,
        )
        self.questions.remove(question)
        if not accept:
            assert (
                self.town.decided(question.review, decision="refuse", note="核实不符")["status"]
                == "refused"
            )
            return None
        if question.reason == "name_differs":
            candidates = self.town.questions()[question.review]["candidates"]
            assert candidates, self.story()
            done = self.town.decided(question.review, decision="same", person=candidates[0])
        else:
            said = replace(said, prevails=True)
            done = self.town.decided(question.review, decision="accept")
        expected = self.model.would(said)
        return self.entered(
            said,
            said.batch,
            done["status"],
            done["reason"],
            expected,
            undo=said.batch in self.batches,
        )

    def repeat(self) -> None:
        """A key used again: the same content changes nothing, another is refused."""
        who, home, start = self.who(), self.chance.choice(self.homes), self.day()
        said = Said(0, "arrive", who.doc_number, home.code, start)
        expected = self.model.would(said)
        item = {
            **{k: v for k, v in who.item.items() if v},
            "kind": "arrive",
            "home_code": home.code,
            "start": start,
            "region": home.region,
        }
        key = f"repeat.{self.seed}.{len(self.told)}"
        batch, result = self.town.declared(item, key=key)
        self.entered(said, batch, result["status"], result["reason"], expected, undo=True)
        again, once_more = self.town.declared(item, key=key)
        assert (again, once_more["declaration"]) == (batch, result["declaration"])
        other = self.town.api(
            "post",
            "/declarations",
            {"items": [{"key": key, **item, "start": start - timedelta(days=1)}]},
            headers={"idempotency-key": key},
        )
        assert other.status_code == 409, other.content

    # -- taking back, merging, correcting ------------------------------------------------------------------------------

    def undo(self) -> None:
        if not self.batches:
            return self.note("nothing to undo")
        batch = self.chance.choice(sorted(self.batches))
        how = self.batches[batch]
        done = self.town.import_undone(batch) if how == "import" else self.town.form_undone(batch)
        self.note(
            batch,
            [
                f"{x.kind} {x.who[-4:]} {x.home or ''} {x.start or x.end} {x.status}"
                for x in self.model.log
                if isinstance(x, Said) and x.batch == batch
            ],
            "->",
            done,
        )
        if not done:
            assert self.built_on(batch), self.story()
            return None
        del self.batches[batch]
        self.questions = [q for q in self.questions if q.said.batch != batch]
        about = {
            n
            for line in self.model.log
            if getattr(line, "batch", None) == batch
            for n in self.model.about(line)
        }
        hazy = self.hazy(about)
        before = {id(line): line.status for line in self.model.log if isinstance(line, Said)}
        self.model.log = [line for line in self.model.log if getattr(line, "batch", None) != batch]
        if hazy:
            return self.learn(self.model.mixed(about))
        self.model.read_again()
        learned = max(
            (n for n, x in enumerate(self.model.log) if isinstance(x, Learned)), default=0
        )
        for line in [
            x for x in self.model.log[learned:] if isinstance(x, Said) and x.status == WAITING
        ]:
            assert before[id(line)] == UNCHANGED, (
                line,
                self.story(),
            )  # what was applied stays applied
            self.asked_anew(line)
        return None

    def hazy(self, about: set[str]) -> bool:
        """Did the model take over what the register says of them, so that it cannot read their history
        from its beginning?"""
        about = about | {self.model.stands.get(n, n) for n in about}
        return any(
            isinstance(line, Learned) and self.model.about(line) & about for line in self.model.log
        )

    def asked_anew(self, line: Said) -> None:
        """What only confirmed the undone declaration contradicts what stands now: somebody is asked."""
        self.model.log = [x for x in self.model.log if x is not line]
        taken = {q.review for q in self.questions} | self.open_before
        fresh = [
            n
            for n, r in self.town.questions().items()
            if n not in taken
            and r["said"].get("home_code") == line.home
            and r["said"].get("start") == str(line.start)
        ]
        assert fresh, (line, self.story())
        self.questions.append(Question(fresh[0], line, "contradiction"))

    def asked_by_unmerging(self, two: set[str]) -> None:
        """What only confirmed the one record's homes may contradict the other's own: somebody is asked."""
        taken = {q.review for q in self.questions} | self.open_before
        for review, asked in self.town.questions().items():
            if review in taken:
                continue
            lines = [
                x
                for x in self.model.log
                if isinstance(x, Said)
                and x.who in two
                and x.home == asked["said"].get("home_code")
                and str(x.start) == asked["said"].get("start")
            ]
            assert lines, (asked, self.story())
            self.model.log = [x for x in self.model.log if x is not lines[-1]]
            self.questions.append(Question(review, lines[-1], "contradiction"))

    def built_on(self, batch: int) -> bool:
        """Did anything later say something about the people of this batch?"""
        about: set[str] = set()
        for line in self.model.log:
            mine = getattr(line, "batch", None) == batch
            if not mine and self.model.about(line) & about:
                return True
            if mine:
                about |= self.model.about(line)
        return any(
            isinstance(line, Merged) and self.model.about(line) & about for line in self.model.log
        )

    def standing(self) -> list[Somebody]:
        return [w for w in self.known_ones() if self.model.stands[w.doc_number] == w.doc_number]

    def merge(self) -> None:
        standing = self.standing()
        if not standing:
            return self.note("nobody")
        kept = self.chance.choice(standing)
        other = next((w for w in standing if w.name == kept.name and w is not kept), None)
        if other is None:
            return self.note("no double")
        self.note(kept.name, kept.doc_number[-4:], other.doc_number[-4:])
        entry = self.town.merged(self.person(kept), self.person(other))
        self.model.add(Merged(kept.doc_number, other.doc_number, entry))
        return None

    def unmerge(self) -> None:
        merges = [(n, m) for n, m in enumerate(self.model.log) if isinstance(m, Merged)]
        if not merges:
            return self.note("nothing merged")
        at, merge = self.chance.choice(merges)
        self.note(merge.kept[-4:], merge.other[-4:])
        if not self.town.unmerged(merge.entry):
            assert any(m.other == merge.kept for _, m in merges if m is not merge), self.story()
            return self.note("refused")
        two = {n for n, s in self.model.stands.items() if s == self.model.stands[merge.kept]}
        between = any(self.model.about(line) & two for line in self.model.log[at + 1 :])
        self.model.log.pop(at)
        if between:
            self.note("with declarations in between")
            self.asked_by_unmerging(two)
            return self.learn({merge.kept, merge.other} | two)
        self.model.read_again()
        return None

    def learn(self, about: set[str]) -> None:
        """Take over what the register says, as far as it is sound in itself."""
        says: dict[str, Record | None] = {}
        merged = {line.other for line in self.model.log if isinstance(line, Merged)}
        for number in sorted((about & self.ids.keys()) - merged):
            says[number] = self.town.shows(self.ids[number])
            assert self.town.found(number) == (
                [] if says[number] is None else [self.ids[number]]
            ), (
                number,
                self.story(),
            )
            self.sound(says[number] or Record())
        self.model.log.append(Learned(says))
        self.model.read_again()

    def sound(self, record: Record) -> None:
        stays = sorted(s for s in record.stays if s.habitual)
        assert all(s.until is None or s.until > s.since for s in record.stays), self.story()
        assert all(a.until is not None and a.until <= b.since for a, b in pairwise(stays)), (
            self.story()
        )
        jobs = sorted((j for j in record.jobs), key=lambda j: (j.employer, j.since))
        assert all(
            a.employer != b.employer or (a.until is not None and a.until <= b.since)
            for a, b in pairwise(jobs)
        ), self.story()

    def correct(self) -> None:
        standing = [w for w in self.standing() if self.model.of(w.doc_number).stays]
        if not standing:
            return self.note("no stay")
        who = self.chance.choice(standing)
        record = self.model.of(who.doc_number)
        stay = self.chance.choice(record.stays)
        since = self.chance.choice([stay.since, stay.since, self.day()])
        until = self.chance.choice([stay.until, stay.until, None, self.day()])
        home = self.chance.choice([stay.home, stay.home, self.chance.choice(self.homes).code])
        becomes = self.model.corrected(record, stay, since, until, home)
        self.note(
            who.name,
            who.doc_number[-4:],
            stay.shown(),
            "->",
            since,
            until,
            home,
            "ok" if becomes else "refused",
        )
        batch, status, _ = self.town.corrected(
            self.town.version_of(self.person(who), stay),
            since=str(since),
            until=str(until) if until else "",
            home_code=home,
        )
        assert (status == APPLIED) == (becomes is not None), self.story()
        if becomes:
            self.model.add(Corrected(batch, who.doc_number, stay, becomes))
            self.batches[batch] = "form"
        return None

    # -- what the register answers -------------------------------------------------------------------------------------

    def person(self, who: Somebody) -> int:
        if who.doc_number not in self.ids:
            (self.ids[who.doc_number],) = self.town.found(who.doc_number)
        return self.ids[who.doc_number]

    def numbers(self, who: Somebody) -> list[str]:
        """The numbers of the record that stands for somebody."""
        return [
            n
            for n, stands in self.model.stands.items()
            if stands == self.model.stands[who.doc_number]
        ]

    def look(self) -> None:
        """What is so now of everybody concerned; what was so on a day, and what was known at some moments, of some."""
        for who in self.people:
            if self.model.knows(who.doc_number):
                self.compare(who)
            elif who.doc_number in self.ids:
                assert self.town.shows(self.ids[who.doc_number]) is None, (who.name, self.story())
        self.on_a_day()
        self.at_a_moment()
        says = {w.doc_number: self.model.of(w.doc_number) for w in self.standing()}
        self.known.append(
            Step(
                now(),
                {n: replace(r, stays=list(r.stays), jobs=list(r.jobs)) for n, r in says.items()},
            )
        )
        open_now = set(self.town.questions()) - self.open_before
        assert open_now == {q.review for q in self.questions}, (
            open_now,
            self.questions,
            self.story(),
        )

    def compare(self, who: Somebody) -> None:
        shown = self.town.shows(self.person(who))
        expected = self.model.of(who.doc_number)
        assert shown is not None, (who.name, self.story())
        assert shown.shown() == expected.shown(), (
            who,
            shown.shown(),
            expected.shown(),
            self.story(),
        )

    def on_a_day(self) -> None:
        standing = self.standing()
        if not standing:
            return
        who, on = self.chance.choice(standing), self.day()
        mine = [
            s.shown()
            for s in self.model.of(who.doc_number).stays
            if s.since <= on and not over(s.until, on)
        ]
        assert sorted(map(str, mine)) == sorted(
            str(s.shown()) for s in self.town.stays(self.person(who), as_of=on)
        ), (
            who.name,
            on,
            self.story(),
        )
        home = self.chance.choice(self.homes)
        there = {
            self.person(w)
            for w in standing
            for s in self.model.of(w.doc_number).stays
            if s.habitual and s.home == home.code and s.since <= on and not over(s.until, on)
        }
        assert self.town.living_in(home.code, on) & set(self.ids.values()) == there, (
            home.code,
            on,
            self.story(),
        )

    def at_a_moment(self) -> None:
        standing = self.standing()
        if not standing or not self.known:
            return
        who, step = self.chance.choice(standing), self.chance.choice(self.known)
        records = [
            step.says[n]
            for n, s in self.model.stands.items()
            if s == who.doc_number and n in step.says
        ]
        stays, jobs = (
            [x.shown() for r in records for x in getattr(r, part)] for part in ("stays", "jobs")
        )
        for mine, found in (
            (stays, self.town.stays(self.person(who), known_at=step.at)),
            (jobs, self.town.jobs(self.person(who), known_at=step.at)),
        ):
            assert sorted(map(str, mine)) == sorted(str(x.shown()) for x in found), (
                who,
                step.at,
                [x.shown() for x in found],
                mine,
                self.story(),
            )

    def compare_everything(self) -> None:
        for _ in range(20):
            self.on_a_day()
            self.at_a_moment()

    def story(self) -> Story:
        return Story(
            f"seed {self.seed}\n" + "\n".join(f"{n}. {line}" for n, line in enumerate(self.told))
        )
