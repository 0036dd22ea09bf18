"""A naive model of the register: plain dictionaries of persons, homes, stays and jobs, by the rules of
docs/domains/register.md. The present is the list of all that was accepted, read from its beginning; an
undo strikes a line."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from datetime import date, timedelta

DAY = timedelta(days=1)
APPLIED, UNCHANGED, WAITING = "applied", "unchanged", "waiting"


@dataclass(frozen=True, order=True)
class Stay:
    since: date
    home: str
    until: date | None = field(default=None, compare=False)
    habitual: bool = field(default=True, compare=False)
    due: date | None = field(default=None, compare=False)
    of: str = field(default="", compare=False)
    """The record it was entered for."""

    def shown(self) -> tuple[object, ...]:
        return self.home, self.since, self.until, self.habitual, self.due


@dataclass(frozen=True)
class Job:
    employer: str
    since: date
    until: date | None = None
    position: str = ""
    of: str = ""

    def shown(self) -> tuple[object, ...]:
        return self.employer, self.since, self.until, self.position


@dataclass
class Record:
    """What the register says of one person."""

    stays: list[Stay] = field(default_factory=list)
    jobs: list[Job] = field(default_factory=list)
    phone: str = ""

    def shown(self) -> tuple[object, ...]:
        return (
            sorted(map(str, (s.shown() for s in self.stays))),
            sorted(map(str, (j.shown() for j in self.jobs))),
            self.phone,
        )


@dataclass
class Said:
    """One accepted declaration. `who`: the number it names. `by_card`: staff had the person before them."""

    batch: int
    kind: str
    who: str
    home: str | None = None
    start: date | None = None
    end: date | None = None
    employer: str = ""
    position: str = ""
    phone: str = ""
    by_card: bool = False
    prevails: bool = False
    status: str = APPLIED
    partly: bool = False
    """Its first day was not taken, because the person lived elsewhere in between."""


@dataclass
class Corrected:
    """A clerk corrected the stay that read so."""

    batch: int
    who: str
    was: Stay
    becomes: Stay


@dataclass
class Merged:
    kept: str
    other: str
    entry: int = 0


@dataclass
class Learned:
    """The model takes over what the register says of these records (after an unmerge with declarations in between)."""

    says: dict[str, Record | None]
    """None: of nobody any more."""


Line = Said | Corrected | Merged | Learned


def over(until: date | None, today: date) -> bool:
    return until is not None and until <= today


def overlap(one: Stay, start: date, end: date | None) -> bool:
    return (end is None or one.since < end) and (one.until is None or one.until > start)


@dataclass
class Model:
    """`landlord`: the homes of the one landlord, among whose rooms a tenant moves."""

    today: date
    landlord: set[str]
    log: list[Line] = field(default_factory=list)
    records: dict[str, Record] = field(default_factory=dict)
    stands: dict[str, str] = field(default_factory=dict)
    """Number → the record that stands for it."""

    def read_again(self) -> None:
        """The present: everything accepted, from the beginning."""
        self.records, self.stands = {}, {}
        for line in self.log:
            self.take(line)

    def take(self, line: Line) -> None:
        if isinstance(line, Said):
            line.status = self.declare(line)
        elif isinstance(line, Corrected):
            stays = self.of(line.who).stays
            read = [s.shown() for s in stays]
            if line.was.shown() in read or not any(
                isinstance(later, Learned) for later in self.log
            ):
                stays[read.index(line.was.shown())] = (
                    line.becomes
                )  # else it was overtaken by what was learned later
        elif isinstance(line, Merged):
            self.merge(line.kept, line.other)
        else:
            for number, record in line.says.items():
                self.records.pop(number, None)
                self.stands.pop(number, None)
                if record is not None:
                    self.records[number] = replace(
                        record, stays=list(record.stays), jobs=list(record.jobs)
                    )
                    self.stands[number] = number

    def add(self, line: Line) -> None:
        self.log.append(line)
        self.take(line)

    def of(self, who: str) -> Record:
        return self.records.setdefault(self.stands.setdefault(who, who), Record())

    def knows(self, who: str) -> bool:
        return who in self.stands

    def about(self, line: Line) -> set[str]:
        """Records a line is about, by the numbers that stand now."""
        if isinstance(line, Said | Corrected):
            return {line.who, self.stands.get(line.who, line.who)}
        return {line.kept, line.other} if isinstance(line, Merged) else set(line.says)

    def mixed(self, about: set[str]) -> set[str]:
        """These, and all of whom it was taken over together with them what the register says: a line of
        the one may have been ended by a declaration about the other while they were one."""
        for line in self.log:
            if isinstance(line, Learned) and self.about(line) & about:
                about = about | self.about(line)
        return about

    # -- what a declaration does ---------------------------------------------------------------------------------------

    def would(self, said: Said) -> str:
        """The status this declaration would get, without taking it."""
        return self.would_all([said])[0]

    def would_all(self, some: list[Said]) -> list[str]:
        """The statuses these would get, one after the other, without taking them."""
        copy = Model(
            self.today,
            self.landlord,
            [],
            {
                n: replace(r, stays=list(r.stays), jobs=list(r.jobs))
                for n, r in self.records.items()
            },
            dict(self.stands),
        )
        return [copy.declare(s) for s in some]

    def declare(self, said: Said) -> str:
        closing = said.kind in ("leave", "dismiss")
        if closing and not self.knows(said.who):
            return "stay_not_open" if said.kind == "leave" else "job_not_open"
        new = not self.knows(said.who)
        record = self.of(said.who)
        status = {
            "arrive": self.arrive,
            "leave": self.leave,
            "hire": self.hire,
            "dismiss": self.dismiss,
        }[said.kind](record, said)
        if closing or status not in (APPLIED, UNCHANGED):
            return status
        if said.phone and said.phone != record.phone and (not record.phone or said.by_card):
            record.phone = said.phone
            return APPLIED
        return APPLIED if new else status

    def arrive(self, record: Record, said: Said) -> str:
        start, end, due = said.start or self.today, said.end, None
        if end is not None and end > self.today:
            end, due = None, end
        elif end is not None:
            end = max(end, start + DAY)
        known = sorted(s for s in record.stays if s.habitual and overlap(s, start, end))
        stay = Stay(start, said.home or "", end, due=due, of=said.who)
        last = known[-1] if known else None
        if last is None:
            record.stays.append(stay)
        elif said.prevails:
            self.prevail(record, stay, known)
        elif last.home == stay.home:
            return self.same_home(record, stay, known, said)
        elif last.since < start and len(known) == 1:
            self.swap(record, last, replace(last, until=start))
            record.stays.append(stay)
        elif (
            {last.home, stay.home} <= self.landlord
            and last.until is None
            and (end is None or end > max(self.today, last.since))
        ):
            moved = max(self.today, last.since)
            if moved == last.since:
                self.swap(record, last, replace(last, home=stay.home))
            else:
                self.swap(record, last, replace(last, until=moved))
                record.stays.append(replace(stay, since=moved))
        else:
            return WAITING
        return APPLIED

    def prevail(self, record: Record, stay: Stay, known: list[Stay]) -> None:
        for was in known:
            record.stays = [s for s in record.stays if s is not was]
            if was.since < stay.since and was.home == stay.home:
                stay = replace(stay, since=was.since)
            elif was.since < stay.since:
                record.stays.append(replace(was, until=stay.since))
            elif stay.until is not None and (was.until is None or was.until > stay.until):
                record.stays.append(replace(was, since=stay.until))
        record.stays.append(stay)

    def same_home(self, record: Record, stay: Stay, known: list[Stay], said: Said) -> str:
        last = known[-1]
        said.partly = stay.since < last.since and len(known) > 1
        if stay.since < last.since and len(known) == 1:
            until = stay.until if stay.until and stay.until > last.since else last.until
            self.swap(record, last, replace(last, since=stay.since, until=until))
        elif stay.until and stay.until != last.until and stay.until > last.since:
            self.swap(record, last, replace(last, until=stay.until))
        elif stay.due and last.until is None and stay.due != last.due:
            self.swap(record, last, replace(last, due=stay.due))
        else:
            return UNCHANGED
        return APPLIED

    def leave(self, record: Record, said: Said) -> str:
        end = said.end or self.today
        open_ones = [
            s for s in record.stays if (s.habitual or said.home) and said.home in (None, s.home)
        ]
        if not open_ones:
            return "stay_not_open"
        last = max(open_ones, key=lambda s: (s.habitual, s.since))
        until = max(end, last.since + DAY)
        if last.until == until:
            return UNCHANGED
        if over(last.until, self.today):
            return "stay_not_open"
        if end < last.since:
            return "leave_before_arrival"
        self.swap(record, last, replace(last, until=until))
        return APPLIED

    def hire(self, record: Record, said: Said) -> str:
        start = said.start or self.today
        there = [j for j in record.jobs if j.employer == said.employer]
        last = max(there, key=lambda j: j.since, default=None)
        if last is None or over(last.until, self.today):
            since = max(start, last.until) if last and last.until else start
            record.jobs.append(Job(said.employer, since, None, said.position, said.who))
        elif said.position and said.position != last.position:
            record.jobs[record.jobs.index(last)] = replace(last, position=said.position)
        else:
            return UNCHANGED
        return APPLIED

    def dismiss(self, record: Record, said: Said) -> str:
        end = said.end or self.today
        last = max(
            (j for j in record.jobs if j.employer == said.employer),
            key=lambda j: j.since,
            default=None,
        )
        if last is None:
            return "job_not_open"
        until = max(end, last.since + DAY)
        if last.until == until:
            return UNCHANGED
        if over(last.until, self.today):
            return "job_not_open"
        if end < last.since:
            return "leave_before_arrival"
        record.jobs[record.jobs.index(last)] = replace(last, until=until)
        return APPLIED

    def corrected(
        self, record: Record, stay: Stay, since: date, until: date | None, home: str
    ) -> Stay | None:
        if (since, until, home) == (stay.since, stay.until, stay.home) or (
            until is not None and until < since
        ):
            return None
        until = since + DAY if until == since else until
        if (since, until, home) == (stay.since, stay.until, stay.home):
            return None
        goes_on = not over(until, self.today)
        beside = [
            s
            for s in record.stays
            if s is not stay
            and s.habitual
            and (until is None or s.since < until)
            and (s.until is None or s.until > since)
        ]
        if beside and (stay.habitual or goes_on):
            return None
        return replace(stay, since=since, until=until, home=home, habitual=stay.habitual or goes_on)

    @staticmethod
    def swap(record: Record, was: Stay, becomes: Stay) -> None:
        for n, stay in enumerate(record.stays):
            if stay is was:
                record.stays[n] = becomes

    # -- two records that become one -----------------------------------------------------------------------------------

    def merge(self, kept: str, other: str) -> None:
        one, two = self.records[kept], self.records.pop(other)
        tagged = [(s, True) for s in one.stays] + [(s, False) for s in two.stays]
        beside = [s for s, _ in tagged if not s.habitual]
        one.stays = beside + self.one_life([t for t in tagged if t[0].habitual])
        one.jobs = self.one_working_life(one.jobs, two.jobs)
        one.phone = one.phone or two.phone
        for number, stands in self.stands.items():
            if stands == other:
                self.stands[number] = kept

    def one_life(self, tagged: list[tuple[Stay, bool]]) -> list[Stay]:
        """Two stays in one home are one. Of two homes at a time the later begun is a move and ends the
        earlier; what lies inside the earlier stays beside it. Where both began on one day and go on,
        the kept record is right."""
        today, out = self.today, []
        last: Stay | None = None
        for stay, _ in sorted(tagged, key=lambda t: (t[0].since, not t[1])):
            if last is None or (last.until is not None and last.until <= stay.since):
                out.append(stay)
                last = stay
                continue
            goes_further = last.until is not None and (
                stay.until is None or stay.until > last.until
            )
            both_go_on = not over(last.until, today) and not over(stay.until, today)
            if last.home == stay.home:
                if last.until is None or not over(last.until, today) or not goes_further:
                    continue
                last = replace(stay, since=last.until)
                out.append(last)
            elif not goes_further and not both_go_on:
                out.append(replace(stay, habitual=False))
            elif last.since < stay.since:
                out[[o is last for o in out].index(True)] = replace(last, until=stay.since)
                out.append(stay)
                last = stay
            elif over(last.until, today):
                last = replace(stay, since=last.until or stay.since)
                out.append(last)
            elif over(stay.until, today) or stay.since < today:
                out.append(
                    replace(
                        stay, until=stay.until if over(stay.until, today) else today, habitual=False
                    )
                )
        return out

    def one_working_life(self, one: list[Job], two: list[Job]) -> list[Job]:
        out: list[Job] = []
        tagged = sorted(
            [(j, True) for j in one] + [(j, False) for j in two],
            key=lambda t: (t[0].since, not t[1]),
        )
        for job, _ in tagged:
            same = [j for j in out if j.employer == job.employer]
            last = same[-1] if same else None
            if last is None or (last.until is not None and last.until <= job.since):
                out.append(job)
            elif (
                last.until is not None
                and over(last.until, self.today)
                and (job.until is None or job.until > last.until)
            ):
                out.append(replace(job, since=last.until))
        return out
