"""Short histories, every one of them: each operation of a small alphabet after each history, in a
savepoint that is rolled back, compared with the naive model after every operation. Two people, two
homes."""

from __future__ import annotations

import copy
import random
import uuid
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime, timedelta
from itertools import pairwise
from typing import Any

from django.db import transaction

from anju.domains.places.api import HomeView
from anju.domains.register import api as register
from anju.foundation.db.scope import acting, as_intake_role
from anju.foundation.db.statements import rows
from anju.foundation.errors import Conflict, Refused
from tests.factories.people import somebody
from tests.factories.register import COUNTER, PLATFORM, Street, declared
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
)

Operation = tuple[Any, ...]
"""Its name and what it is about; days are counted from today, batches and questions in the order in
which they came."""

WHO = [somebody("单小满", 951, phone=""), somebody("单小满", 952, phone="")]
NUMBERS = [w.doc_number for w in WHO]
TAKING_BACK = ("undo", "undecide", "merge", "unmerge")
STARTS, ENDS, LEFT = (-9, -4), (None, -2, 5), (-6, 0, 5)
"""First days, last days and days of moving out (none; over; still to come)."""


class Differs(AssertionError):  # noqa: N818 - what the comparison found, as a test says it
    """The register reads otherwise than the model."""


def known(versions: list[Any], at: datetime) -> list[Any]:
    """Which of these versions were held at a moment."""
    return sorted(
        map(
            str,
            (v[:6] for v in versions if v[6] and v[6] <= at and (v[7] is None or v[7] > at)),
        )
    )


class NothingHappened(Exception):  # noqa: N818 - ends a branch, not an error
    """The operation was refused, and rightly: what follows is what follows without it."""


@dataclass
class History:
    """What was done, what the model makes of it, and what the register showed at each moment."""

    street: Street
    homes: list[HomeView]
    model: Model
    done: tuple[Operation, ...] = ()
    ids: dict[str, int] = field(default_factory=dict)
    batches: list[int] = field(default_factory=list)
    undone: set[int] = field(default_factory=set)
    asked: list[tuple[int, Said]] = field(default_factory=list)
    """Questions with what was declared, in the order in which they came."""
    waiting: set[int] = field(default_factory=set)
    decided: dict[int, Said | None] = field(default_factory=dict)
    """Question → what was accepted, or None for what was refused."""
    merges: list[int] = field(default_factory=list)
    shown: list[tuple[datetime, list[Any]]] = field(default_factory=list)
    read: tuple[dict[str, list[Any]], list[Any], set[int]] | None = None

    @classmethod
    def begun(cls, street: Street, homes: list[HomeView]) -> History:
        return cls(street, homes, Model(street.today, {h.code for h in homes if h.party}))

    def branch(self) -> History:
        """A copy that goes another way."""
        return replace(
            self,
            model=copy.deepcopy(self.model),
            ids=dict(self.ids),
            batches=list(self.batches),
            undone=set(self.undone),
            asked=copy.deepcopy(self.asked),
            waiting=set(self.waiting),
            decided=copy.deepcopy(self.decided),
            merges=list(self.merges),
            shown=list(self.shown),
        )

    # -- what may come next --------------------------------------------------------------------------------------------

    def options(self, left: int) -> list[Operation]:
        """Operations that may follow, of which `left - 1` more follow: without what only exchanges
        the two people or the two homes of another history, and without a second person who is never
        merged with the first."""
        return [o for o in self._all_options() if self._worth(o, left)]

    def _all_options(self) -> Iterator[Operation]:
        fresh = not self.done
        for who in (0,) if fresh else (0, 1):
            for home in (0,) if fresh else (0, 1):
                for start in STARTS:
                    for end in ENDS if who == 0 else ENDS[:1]:
                        yield "arrive", who, home, start, end
        if fresh:
            return
        for who in (0, 1):
            if self.model.knows(NUMBERS[who]):
                for end in LEFT if who == 0 else LEFT[1:2]:
                    yield "leave", who, end
                yield from self._corrections(who)
        yield from (("undo", n) for n, b in enumerate(self.batches) if b not in self.undone)
        for n, (review, _) in enumerate(self.asked):
            if review in self.waiting:
                yield "accept", n
                yield "refuse", n
            elif review in self.decided:
                yield "undecide", n
        standing = [w for w in (0, 1) if self.model.stands.get(NUMBERS[w]) == NUMBERS[w]]
        if len(standing) == 2:
            yield "merge", 0
            yield "merge", 1
        yield from (("unmerge", n) for n, m in enumerate(self.merges) if m)

    def _corrections(self, who: int) -> Iterator[Operation]:
        if self.model.stands[NUMBERS[who]] != NUMBERS[who]:
            return
        for n, stay in enumerate(sorted(self.model.of(NUMBERS[who]).stays)):
            yield "correct", who, n, "since", -7
            yield "correct", who, n, "until", -3 if stay.until is None else None
            yield "correct", who, n, "home", 1 - [h.code for h in self.homes].index(stay.home)

    def _worth(self, option: Operation, left: int) -> bool:
        names = [o[0] for o in (*self.done, option)]
        if "merge" in names:
            return True
        both = any(o[0] == "arrive" and o[1] == 1 for o in (*self.done, option))
        return not both or left > 1

    # -- an operation --------------------------------------------------------------------------------------------------

    def step(self, operation: Operation) -> None:
        """Do it and compare. Raises `Differs`, or `NothingHappened` when it was refused and changed
        nothing."""
        self.done = (*self.done, operation)
        before = self.read
        try:
            getattr(self, operation[0])(*operation[1:])
        except ValueError as missing:
            raise Differs("a correction builds on what was taken back", self.done) from missing
        except NothingHappened as refused:
            if before and self.reading() != before:
                raise Differs("refused, but changed", before, self.done) from refused
            raise
        self.compare()

    def moment(self) -> datetime:
        return self.street.at + timedelta(seconds=len(self.done))

    def day(self, days: int | None) -> date | None:
        return None if days is None else self.street.today + timedelta(days=days)

    def arrive(self, who: int, home: int, start: int, end: int | None) -> None:
        self.declare(
            Said(0, "arrive", NUMBERS[who], self.homes[home].code, self.day(start), self.day(end)),
            who,
            {"home_code": self.homes[home].code, "start": self.day(start)},
        )

    def leave(self, who: int, end: int) -> None:
        self.declare(Said(0, "leave", NUMBERS[who], end=self.day(end)), who, {})

    def declare(self, said: Said, who: int, more: dict[str, Any]) -> None:
        expected = self.model.would(said)
        item = {**WHO[who].item, "kind": said.kind, "region": self.homes[0].region, **more}
        receipt = declared([item | {"end": said.end}], sender=COUNTER, at=self.moment())
        (outcome,) = receipt.outcomes
        said.batch = receipt.batch_id
        self.batches.append(said.batch)
        got = outcome.reason if outcome.status == "refused" else outcome.status
        if got != expected:
            raise Differs(f"{got}, not {expected}", self.done)
        if outcome.status == WAITING:
            (review,) = self.open_questions() - self.waiting
            self.asked.append((review, said))
            self.waiting.add(review)
        elif outcome.status in (APPLIED, UNCHANGED):
            self.enter(said, outcome.person_id)
        else:
            raise NothingHappened

    def enter(self, said: Said, person: int) -> None:
        self.model.add(said)
        if self.model.stands[said.who] == said.who:
            self.ids[said.who] = person

    def accept(self, n: int) -> None:
        review, said = self.asked[n]
        said = replace(said, prevails=True)
        expected = self.model.would(said)
        outcome = self.decision(review, "accept")
        if outcome.status != expected:
            raise Differs(f"{outcome.status}, not {expected}", self.done)
        self.enter(said, outcome.person_id)
        self.decided[review] = said

    def refuse(self, n: int) -> None:
        review, _ = self.asked[n]
        self.decision(review, "refuse")
        self.decided[review] = None

    def decision(self, review: int, answer: str) -> Any:
        self.waiting.remove(review)
        with acting(PLATFORM):
            return register.decide(
                review, decision=answer, actor=PLATFORM, at=self.moment(), note="核实过"
            )

    def correct(self, who: int, n: int, what: str, value: int | None) -> None:
        record = self.model.of(NUMBERS[who])
        stay = sorted(record.stays)[n]
        wanted = {"since": stay.since, "until": stay.until, "home": stay.home}
        wanted[what] = self.homes[value or 0].code if what == "home" else self.day(value)
        becomes = self.model.corrected(record, stay, **wanted)
        try:
            with transaction.atomic(), acting(PLATFORM):
                outcome = register.correct_stay(
                    self.version_of(NUMBERS[who], stay),
                    changes={{"home": "home_code"}.get(what, what): wanted[what]},
                    note="核对合同",
                    sender=COUNTER,
                    key=f"correct.{uuid.uuid4().hex}",
                    actor=PLATFORM,
                    at=self.moment(),
                )
        except Refused as refused:
            if becomes is not None:
                raise Differs(f"refused: {refused.code}", self.done) from refused
            raise NothingHappened from refused
        if becomes is None:
            raise Differs("a correction the rules refuse was taken", self.done)
        batch = self.batch_of(outcome.declaration_id)
        self.batches.append(batch)
        self.model.add(Corrected(batch, NUMBERS[who], stay, becomes))

    def undo(self, n: int) -> None:
        batch = self.batches[n]
        try:
            with transaction.atomic(), acting(PLATFORM):
                register.undo(batch, actor=PLATFORM, at=self.moment())
        except Conflict as conflict:
            if not self.built_on(batch):
                raise Differs(f"undo refused: {conflict.code}", self.done) from conflict
            raise NothingHappened from conflict
        self.undone.add(batch)
        for review, said in self.asked:
            if said.batch == batch:
                self.waiting.discard(review)
                self.decided.pop(review, None)
        self.strike([x for x in self.model.log if getattr(x, "batch", None) == batch])

    def undecide(self, n: int) -> None:
        review, _ = self.asked[n]
        accepted = self.decided[review]
        try:
            with transaction.atomic(), acting(PLATFORM):
                register.undo_decision(review, actor=PLATFORM, at=self.moment())
        except Conflict as conflict:
            if accepted is None or not self.built_on(accepted.batch):
                raise Differs(
                    f"undo of a decision refused: {conflict.code}", self.done
                ) from conflict
            raise NothingHappened from conflict
        del self.decided[review]
        self.waiting.add(review)
        if accepted is not None:
            self.strike([x for x in self.model.log if getattr(x, "batch", None) == accepted.batch])

    def strike(self, lines: list[Any]) -> None:
        """The register reads as without these; what only confirmed them may be asked about anew."""
        about = {n for x in lines for n in self.model.about(x)}
        before = {id(x): x.status for x in self.model.log if isinstance(x, Said)}
        hazy = self.hazy(about)
        self.model.log = [x for x in self.model.log if not any(x is y for y in lines)]
        if hazy:
            return self.learn(self.model.mixed(about))
        self.model.read_again()
        for line in [x for x in self.model.log if isinstance(x, Said)]:
            if line.status == WAITING:
                if before[id(line)] != UNCHANGED:
                    raise Differs("what was applied waits again", line, self.done)
                self.asked_anew(line)
        return None

    def asked_about(self, line: Said) -> list[int]:
        return [r for r in self.open_questions() - self.waiting if self.about(r) == line.batch]

    def asked_anew(self, line: Said) -> None:
        self.model.log = [x for x in self.model.log if x is not line]
        fresh = self.asked_about(line)
        if len(fresh) != 1:
            raise Differs("nobody is asked about it", line, self.done)
        self.asked.append((fresh[0], line))
        self.waiting.add(fresh[0])

    def built_on(self, batch: int) -> bool:
        """Did anything later change something about the people of this batch?"""
        about: set[str] = set()
        for line in self.model.log:
            mine = getattr(line, "batch", None) == batch
            changes = not isinstance(line, Said) or line.status != UNCHANGED
            if not mine and changes and self.model.about(line) & about:
                return True
            if mine:
                about |= self.model.about(line)
        return any(isinstance(m, Merged) and self.model.about(m) & about for m in self.model.log)

    def merge(self, kept: int) -> None:
        one, two = (self.ids[NUMBERS[n]] for n in (kept, 1 - kept))
        with acting(PLATFORM):
            entry = register.merge_people(
                one, two, actor=PLATFORM, reason="同一人", at=self.moment()
            )
        self.merges.append(entry)
        self.model.add(Merged(NUMBERS[kept], NUMBERS[1 - kept], entry))

    def unmerge(self, n: int) -> None:
        entry, self.merges[n] = self.merges[n], 0
        with acting(PLATFORM):
            register.unmerge_people(entry, actor=PLATFORM, at=self.moment())
        log = self.model.log
        at = next(i for i, x in enumerate(log) if isinstance(x, Merged) and x.entry == entry)
        merge = log.pop(at)
        later = [x for x in log[at:] if isinstance(x, Said)]
        two = {merge.kept, merge.other}
        if self.hazy(two):
            return self.learn(two)
        if any(isinstance(x, Corrected) and x.was.of != x.who for x in log[at:]):
            return self.learn(two)  # the line of the other was corrected: it stays so
        if any(x.partly for x in later):
            return self.learn(two)  # it was taken in as far as the two together allowed
        try:
            self.model.read_again()
        except ValueError:  # a correction of what the two had together
            return self.learn(two)
        for line in later:
            if line.status == WAITING and not self.asked_about(line):
                return self.learn(
                    two
                )  # the line it opened stands, and what it contradicts gives way
            if line.status == WAITING:
                self.asked_anew(line)
            elif line.status not in (APPLIED, UNCHANGED):
                return self.learn(two)
        found, wanted = self.whole(self.reading()[0]), self.whole(self.wanted())
        if any(x.prevails for x in later):  # what gave way may stand beside
            found, wanted = (
                {n: [s for s in stays if s[3]] for n, stays in says.items()}
                for says in (found, wanted)
            )
        if found == wanted:
            return self.learn(two)  # one stay in two parts, or in one
        return None

    @staticmethod
    def whole(says: dict[str, list[Any]]) -> dict[str, list[Any]]:
        """Stays of which one begins in the same home where another ends, as one."""
        out = {}
        for number, stays in says.items():
            parts: list[list[Any]] = []
            for home, since, until, habitual, due in sorted(stays, key=lambda s: (s[0], s[1])):
                if (
                    parts
                    and habitual
                    and parts[-1][3]
                    and parts[-1][0] == home
                    and parts[-1][2] == since
                ):
                    parts[-1][2] = until
                else:
                    parts.append([home, since, until, habitual, due])
            out[number] = parts
        return out

    def learn(self, about: set[str]) -> None:
        """The model takes over what the register says of them: what was declared of the two
        together is not settled by the rules for each alone. What waits now was declared by one of
        the lines."""
        for review in self.open_questions() - self.waiting:
            line = next(
                x for x in self.model.log if isinstance(x, Said) and x.batch == self.about(review)
            )
            self.model.log.remove(line)
            self.asked.append((review, line))
            self.waiting.add(review)
        says = self.reading()[0]
        self.model.log.append(Learned({n: self.record_of(n) if n in says else None for n in about}))
        self.model.read_again()

    def record_of(self, number: str) -> Record:
        codes = {h.id: h.code for h in self.homes}
        stays = [
            Stay(since, codes[home], until, habitual=habitual, due=due)
            for person, home, since, until, habitual, due, _, superseded, _ in self.reading()[1]
            if person == self.ids[number] and home is not None and superseded is None
        ]
        ordered = sorted(s for s in stays if s.habitual)
        if any(a.until is None or a.until > b.since for a, b in pairwise(ordered)):
            raise Differs("two habitual homes at a time", stays, self.done)
        return Record(stays)

    def hazy(self, about: set[str]) -> bool:
        about = about | {self.model.stands.get(n, n) for n in about}
        return any(isinstance(x, Learned) and self.model.about(x) & about for x in self.model.log)

    # -- what the register shows ---------------------------------------------------------------------------------------

    def compare(self) -> None:
        self.read = says, versions, open_ones = self.reading()
        wanted = self.wanted()
        if {n: sorted(map(str, s)) for n, s in says.items()} != {
            n: sorted(map(str, s)) for n, s in wanted.items()
        }:
            raise Differs("the register", says, "the model", wanted, self.done)
        if open_ones != self.waiting:
            raise Differs("open", open_ones, "not", self.waiting, self.done)
        if self.done[-1][0] in TAKING_BACK:
            with acting(PLATFORM):
                if wrong := register.inconsistencies():
                    raise Differs(wrong, self.done)
        for at, shown in self.shown:
            if known(versions, at) != shown:
                raise Differs("known at", at, known(versions, at), "then", shown, self.done)
        self.shown.append((self.moment(), known(versions, self.moment())))

    def wanted(self) -> dict[str, list[Any]]:
        """What `reading` should say of the stays."""
        return {
            n: [s.shown() for s in self.model.of(n).stays]
            for n in NUMBERS
            if self.model.stands.get(n) == n
        }

    def reading(self) -> tuple[dict[str, list[Any]], list[Any], set[int]]:
        """The stays of everybody who is on file, all versions there ever were, and what is open."""
        numbers = {i: n for n, i in self.ids.items()}
        codes = {h.id: h.code for h in self.homes}
        with acting(PLATFORM), as_intake_role():
            found = rows(
                """SELECT p.id, s.home_id, lower(s.period), upper(s.period), s.habitual, s.leave_due, s.recorded_at,
                    s.superseded_at, p.withdrawn_at IS NULL AND p.merged_into_id IS NULL
                FROM people_person p LEFT JOIN register_stay s ON s.person_id = p.id WHERE p.id = ANY(%s)""",
                [list(numbers)],
            )
            waiting = {
                r[0]
                for r in rows(
                    """SELECT r.id FROM register_review r JOIN register_declaration d ON d.id = r.declaration_id
                    WHERE r.decided_at IS NULL AND d.batch_id = ANY(%s)""",
                    [self.batches],
                )
            }
        says: dict[str, list[Any]] = {numbers[r[0]]: [] for r in found if r[8]}
        for person, home, *rest, _, superseded, _ in found:
            if home is not None and superseded is None:
                says.setdefault(numbers[person], []).append((codes[home], *rest))
        return {n: sorted(s, key=str) for n, s in says.items()}, found, waiting

    def open_questions(self) -> set[int]:
        return self.reading()[2]

    def about(self, review: int) -> int:
        with acting(PLATFORM), as_intake_role():
            return int(
                rows(
                    """SELECT d.batch_id FROM register_review r JOIN register_declaration d ON d.id = r.declaration_id
                    WHERE r.id = %s""",
                    [review],
                )[0][0]
            )

    def batch_of(self, declaration: int) -> int:
        with acting(PLATFORM), as_intake_role():
            return int(
                rows("SELECT batch_id FROM register_declaration WHERE id = %s", [declaration])[0][0]
            )

    def version_of(self, number: str, stay: Stay) -> int:
        home = next(h.id for h in self.homes if h.code == stay.home)
        with acting(PLATFORM), as_intake_role():
            return int(
                rows(
                    """SELECT id FROM register_stay WHERE superseded_at IS NULL AND person_id = %s AND home_id = %s
                    AND lower(period) = %s AND habitual = %s""",
                    [self.ids[number], home, stay.since, stay.habitual],
                )[0][0]
            )


@dataclass
class Search:
    """The tree of histories of up to `longest` operations. `keep`: the share of what may follow
    that is followed."""

    longest: int
    keep: float
    chance: random.Random
    last: str = ""
    histories: int = 0
    refused: int = 0
    differing: list[tuple[tuple[Operation, ...], str]] = field(default_factory=list)

    def follow(self, history: History, *only: Operation) -> None:
        """Every operation that may come next (or `only` these), and so on."""
        left = self.longest - len(history.done)
        for option in only or history.options(left):
            last = left == 1 and self.last
            if last and option[0] != self.last:
                continue
            if only or last or self.chance.random() < self.keep:
                with transaction.atomic():
                    self.try_one(history.branch(), option)
                    transaction.set_rollback(True)

    def after(self, history: History, prefix: Sequence[Operation]) -> None:
        """The histories that begin so."""
        with transaction.atomic():
            for operation in prefix:
                history.step(operation)
            self.follow(history)
            transaction.set_rollback(True)

    def try_one(self, history: History, option: Operation) -> None:
        self.histories += 1
        try:
            history.step(option)
        except NothingHappened:
            self.refused += 1
        except Exception as wrong:
            self.differing.append((history.done, repr(wrong)))
        else:
            if len(history.done) < self.longest:
                self.follow(history)

    def report(self) -> str:
        """How many differ, by the names of their operations, each with one of them."""
        kinds = {
            tuple(o[0] for o in done): (done, wrong) for done, wrong in reversed(self.differing)
        }
        many = Counter(tuple(o[0] for o in done) for done, _ in self.differing)
        return "\n".join(f"{n} × {' '.join(k)}: {kinds[k]}" for k, n in many.most_common())
