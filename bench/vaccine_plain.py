"""The schedules of China a second time, written plainly from the rule text, vaccine by vaccine, without any data.

It answers for children without health observations: what each dose counts for (v valid, n not valid, x extraneous), and
the next one as (status, number, earliest day)."""

from datetime import date, timedelta

LIVE = {"BCG", "MMR", "MR", "MM", "M", "R", "Mu", "JE-L", "HepA-L", "VarL"}
IPV = {"IPV", "DTaP-IPV", "DTaP-IPV-Hib"}
POLIO = IPV | {"bOPV", "tOPV"}
DTAP = {"DTaP", "DTwP", "DTaP-Hib", "DTaP-IPV", "DTaP-IPV-Hib"}
MEN_A = {"MPSV-A", "MPCV-AC", "MPCV-AC-Hib", "MPCV-ACYW"}
MEN_AC = {"MPSV-AC", "MPSV-ACYW", "MPCV-AC", "MPCV-ACYW"}
HPV = {"HPV2", "HPV4", "HPV9"}
NEW_DTAP = date(2025, 1, 1)
AGED = ("aged_out", 0, None)
DONE = ("complete", 0, None)


def later(day, years=0, months=0, days=0):
    """Years and months of the calendar, a date that does not exist becoming the first of the next month; then days."""
    year, month = day.year + years, day.month + months
    year, month = year + (month - 1) // 12, (month - 1) % 12 + 1
    try:
        moved = date(year, month, day.day)
    except ValueError:
        moved = date(year + month // 12, month % 12 + 1, 1)
    return moved + timedelta(days=days)


class Child:
    def __init__(self, born, gender, doses, today):
        self.born, self.gender, self.today = born, gender, today
        self.doses = sorted(doses)

    def age(self, months):
        return later(self.born, months=months)

    def of(self, codes):
        return [d for d in self.doses if d[1] in codes]

    def clash(self, day, code):
        """A live vaccine that is injected, 1 to 27 days after another."""
        if code not in LIVE:
            return False
        return any(c in LIVE and timedelta(0) < day - d < timedelta(28) for d, c in self.doses)

    def after_live(self, earliest):
        return max([earliest, *(d + timedelta(28) for d, c in self.doses if c in LIVE)])


def weeks_free(prev, days):
    return prev + timedelta(days) if prev else date.min


def closing(child, earliest, number, last_age=216):
    end = child.age(last_age)
    if child.today >= end or earliest >= end:
        return AGED
    return ("not_complete", number, earliest)


def walk(child, codes, judge, end=216):
    """Doses one after the other; `judge(number met, previous, dates met, day, code)` says whether the dose counts, or
    None when nothing is needed any more."""
    marks, met, prev = [], [], None
    for day, code in child.of(codes):
        verdict = judge(len(met), prev, met, day, code)
        if verdict is None or day >= child.age(end):
            marks.append("x")
            continue
        counts = verdict and not child.clash(day, code)
        marks.append("v" if counts else "n")
        prev = day
        if counts:
            met.append((day, code))
    return marks, met, prev


def floor(child, codes, earliest):
    given = child.of(codes)
    return max([earliest, *(d for d, _ in given[-1:])])


def hepb(child):
    def due(n, prev, met):
        day = child.age((0, 1, 6)[n])
        if n == 1:
            day = max(day, weeks_free(prev, 28))
        if n == 2:
            day = max(day, weeks_free(prev, 60), later(met[0][0], months=4))
        return day

    def judge(n, prev, met, day, code):
        if n == 3:
            return None
        return day >= due(n, prev, met) and (n > 0 or code == "HepB")

    marks, met, prev = walk(child, {"HepB", "HepAB"}, judge)
    if len(met) == 3:
        return marks, DONE
    earliest = floor(child, {"HepB", "HepAB"}, due(len(met), prev, met))
    return marks, closing(child, earliest, len(met) + 1)


def bcg(child):
    marks, met, _ = walk(child, {"BCG"}, lambda n, p, m, d, c: None if n else True, 48)
    if met:
        return marks, DONE
    if child.age(3) <= child.today < child.age(48):
        return marks, ("contraindicated", 0, None)
    return marks, closing(child, child.after_live(floor(child, {"BCG"}, child.born)), 1, 48)


def polio(child):
    def judge(n, prev, met, day, code):
        if n == 4:
            return None
        return day >= max(child.age((2, 3, 4, 2)[n]), weeks_free(prev if n else None, 28))

    marks, met, prev = walk(child, POLIO, judge)
    n = len(met)
    if n == 4:
        return marks, DONE
    earliest = max(child.age((2, 3, 4, 48)[n]), weeks_free(prev if n else None, 28))
    return marks, closing(child, floor(child, POLIO, earliest), n + 1)


OWN_AGES = {"DTaP": (3, 4, 5), "DTwP": (3, 4, 5), "DTaP-Hib": (3, 4, 5), "DTaP-IPV": (2, 3, 4)}
OWN_AGES["DTaP-IPV-Hib"] = OWN_AGES["DTaP-IPV"]


def own_age(code, n, day):
    """The age in months at which a product counts as dose n + 1 of the first three."""
    if code == "DTaP" and day >= NEW_DTAP:
        return (2, 4, 6)[n]
    return OWN_AGES[code][n]


def infant_dtp(child, n, prev, day, code):
    """One of the first four doses by a vaccine with pertussis."""
    if code not in DTAP:
        return False
    if n == 3:
        return day >= max(child.age(18), later(prev, months=6))
    if day < child.age(own_age(code, n, day) if n < 3 else 18):
        return False
    return n == 0 or prev is None or day >= weeks_free(prev, 28)


def school_dtp(n, prev):
    """From which day a dose counts in those who were too old for the table: 1, then 6 months after the one before."""
    if n == 0 or prev is None:
        return date.min
    return later(prev, months=1) if n == 1 else later(prev, months=6)


def dtp_2021(child, last_age):
    six = child.age(72)

    def state(met):
        dt = any(c == "DT" for _, c in met)
        with_p = [d for d, c in met if c in DTAP]
        if len(met) < 3:
            return "three"
        if dt or len(with_p) < 3:
            return "done"
        if len(with_p) == 3:
            return "after three"
        return "done" if with_p[-1] >= six else "after four"

    def judge(n, prev, met, day, code):
        if n < 4 and day < six and not any(c == "DT" for _, c in met):
            return infant_dtp(child, n, prev, day, code)
        what = state(met)
        if what == "done":
            return None
        if day < six:
            return False
        if what == "three":
            return day >= school_dtp(n, prev)
        return day >= later(prev, months=6 if what == "after three" else 12)

    codes = DTAP | {"DT"}
    marks, met, prev = walk(child, codes, judge, last_age)
    return marks, dtp_2021_next(child, met, prev, state, last_age)


def dtp_2021_next(child, met, prev, state, last_age):
    n, six = len(met), child.age(72)
    if n < 4 and child.today < six and state(met) != "done":
        earliest = child.age((3, 4, 5, 18)[n])
        if prev:
            earliest = max(earliest, weeks_free(prev, 28) if n < 3 else later(prev, months=6))
            if n == 0:
                earliest = max(child.age(3), prev)
        earliest = floor(child, DTAP | {"DT"}, earliest)
        if child.today >= child.age(last_age):
            return AGED
        if earliest < six:
            return closing(child, earliest, n + 1, last_age)
    what = state(met)
    if what == "done":
        return DONE
    if what == "three":
        earliest = max(six, school_dtp(n, prev))
    else:
        earliest = max(six, later(prev, months=6 if what == "after three" else 12))
    return closing(child, floor(child, DTAP | {"DT"}, earliest), n + 1, last_age)


def dtp_2025(child):  # noqa: C901 - one rule text, one function
    six, seven = child.age(72), child.age(84)

    def done(met):
        return len(met) >= 3 and any(c == "DT" or d >= six for d, c in met)

    def table_due(n, prev):
        day = child.age((2, 4, 6, 18, 72)[n])
        if prev and n:
            day = max(
                day, weeks_free(prev, 28) if n < 3 else later(prev, months=6 if n == 3 else 12)
            )
        return day

    def judge(n, prev, met, day, code):
        if day < seven and n < 5 and not any(c == "DT" for _, c in met):
            if code == "DT":
                return day >= six and (n == 0 or prev is None or day >= table_interval(n, prev))
            if n < 4:
                return infant_dtp(child, n, prev, day, code)
            return code in DTAP and day >= table_due(n, prev)
        if done(met):
            return None
        if n < 3:
            return (seven <= day < child.age(144) and day >= school_dtp(n, prev)) or too_old(day)
        return (seven <= day and day >= later(prev, months=6)) or too_old(day)

    def too_old(day):
        return None if day >= child.age(144) else False

    def table_interval(n, prev):
        return weeks_free(prev, 28) if n < 3 else later(prev, months=6 if n == 3 else 12)

    codes = DTAP | {"DT"}
    marks, met, prev = walk(child, codes, judge)
    n = len(met)
    if n < 5 and child.today < seven and not any(c == "DT" for _, c in met):
        earliest = floor(child, codes, table_due(n, prev))
        if earliest < seven:
            return marks, closing(child, earliest, n + 1)
    if done(met):
        return marks, DONE
    earliest = max(seven, school_dtp(n, prev) if n < 3 else later(prev, months=6))
    return marks, closing(child, floor(child, codes, earliest), n + 1, 144)


def dtp(edition, child):
    if edition == 2021:
        return dtp_2021(child, 216)
    return dtp_2021(child, 144) if child.born <= date(2018, 1, 1) else dtp_2025(child)


PARTS = {
    "measles": {"MMR", "MR", "MM", "M"},
    "mumps": {"MMR", "MM", "Mu"},
    "rubella": {"MMR", "MR", "R"},
}


def needed(part, born):
    if part == "measles" or born >= date(2019, 10, 1):
        return 2
    return 1 if born >= date(2007, 1, 1) else 0


def mmr(child):
    answers, given = [], {}
    for part, codes in PARTS.items():
        need = needed(part, child.born)
        if not need:
            continue

        def judge(n, prev, met, day, code, need=need):
            if n == need:
                return None
            day_due = child.age((8, 18)[n])
            return day >= day_due and (n == 0 or day >= weeks_free(prev, 28))

        marks, met, prev = walk(child, codes, judge)
        places = [i for i, (_, code) in enumerate(child.doses) if code in codes]
        for place, mark in zip(places, marks, strict=True):
            given.setdefault(place, []).append(mark)
        n = len(met)
        if n == need:
            answers.append(DONE)
            continue
        earliest = child.age((8, 18)[n])
        if n and prev:
            earliest = max(earliest, weeks_free(prev, 28))
        earliest = child.after_live(floor(child, codes, earliest))
        answers.append(closing(child, earliest, n + 1))
    marks = ["n" if "n" in m else "v" if "v" in m else "x" for _, m in sorted(given.items())]
    if AGED in answers:
        return marks, AGED
    due = [a for a in answers if a is not DONE]
    if not due:
        return marks, DONE
    return marks, ("not_complete", min(a[1] for a in due), max(a[2] for a in due))


def je_live(child):
    def judge(n, prev, met, day, code):
        if n == 2:
            return None
        if code != "JE-L":
            return False
        return day >= child.age((8, 24)[n]) and (n == 0 or day >= later(prev, months=12))

    marks, met, prev = walk(child, {"JE-L", "JE-I"}, judge)
    n = len(met)
    if n == 2:
        return marks, met, DONE
    earliest = child.age((8, 24)[n])
    if n:
        earliest = max(earliest, later(prev, months=12))
    earliest = child.after_live(floor(child, {"JE-L", "JE-I"}, earliest))
    return marks, met, closing(child, earliest, n + 1)


def je_inactivated(child):
    def due(n, prev):
        day = child.age((8, 8, 24, 72)[n])
        if n and prev:
            day = max(
                day, (None, weeks_free(prev, 7), later(prev, months=1), later(prev, years=3))[n]
            )
        return day

    def judge(n, prev, met, day, code):
        if n == 4:
            return None
        return code == "JE-I" and day >= due(n, prev)

    marks, met, prev = walk(child, {"JE-L", "JE-I"}, judge)
    n = len(met)
    if n == 4:
        return marks, met, DONE
    earliest = floor(child, {"JE-L", "JE-I"}, due(n, prev))
    return marks, met, closing(child, earliest, n + 1)


def one_product(child, live, inactivated, live_doses, lengths):
    """The course whose product was given; the live one before any.

    Where both were begun the one with more doses met, fewer left and the earlier end (two points for each of the first,
    one for the end); the live one when they weigh the same. `lengths` are the months (days, when negative) between the
    doses of the inactivated course."""
    courses = [live, inactivated]
    finished = [c for c in courses if c[2] is DONE]
    if finished:
        most = max(len(c[1]) for c in finished)
        chosen = next(c for c in finished if len(c[1]) == most)
        return chosen[0], chosen[2]
    begun = [c for c in courses if c[1] and c[2][0] == "not_complete"]
    if not begun:
        valid = [c for c in courses if c[1]]
        return (valid[0][0], valid[0][2]) if len(valid) == 1 else (live[0], live[2])
    if len(begun) == 1:
        return begun[0][0], begun[0][2]
    left = [live_doses - len(live[1]), len(lengths) + 1 - len(inactivated[1])]
    ends = [
        live[2][2],
        max([inactivated[2][2], *ahead(inactivated[2][2], lengths[len(inactivated[1]) :])]),
    ]
    can = [end < child.age(216) for end in ends]
    points = []
    for me, other in ((0, 1), (1, 0)):
        mine, theirs = len(courses[me][1]), len(courses[other][1])
        ending = ends[me] if can[me] else None
        theirs_end = ends[other] if can[other] else None
        first = ending is not None and (theirs_end is None or ending <= theirs_end)
        shared = ending is not None and ending == theirs_end
        points.append(
            (3 if can[me] else -3)
            + (0 if mine == theirs else 2 if mine > theirs else -2)
            + (0 if left[me] == left[other] else 2 if left[me] < left[other] else -2)
            + (0 if shared else 1 if first else -1)
        )
    chosen = inactivated if points[1] > points[0] else live
    return chosen[0], chosen[2]


def ahead(day, lengths):
    return [later(day, months=n) if n > 0 else day + timedelta(-n) for n in lengths]


def je(child):
    return one_product(child, je_live(child), je_inactivated(child), 2, (-7, 1, 36))


def men(child):  # noqa: C901 - one rule text, one function
    two = child.age(24)

    def a_doses(met):
        return sum(1 for d, c in met if c in MEN_A and d < two)

    def ac_doses(met):
        return len(met) - a_doses(met)

    def judge(n, prev, met, day, code):
        a, ac = a_doses(met), ac_doses(met)
        if ac == 2:
            return None
        if day < two and a < 2:
            return (
                code in MEN_A
                and day >= child.age((6, 9)[a])
                and (a == 0 or day >= later(prev, months=3))
            )
        return code in MEN_AC and day >= ac_due(a, ac, prev)

    def ac_due(a, ac, prev):
        if ac:
            return max(child.age(72), later(prev, years=3))
        if a == 2:
            return max(child.age(36), later(prev, months=12))
        return max(two, later(prev, months=3) if prev else date.min)

    codes = MEN_A | MEN_AC
    marks, met, prev = walk(child, codes, judge)
    a, ac = a_doses(met), ac_doses(met)
    if ac == 2:
        return marks, DONE
    if child.today < two and a < 2 and not ac:
        earliest = child.age((6, 9)[a])
        if a:
            earliest = max(earliest, later(prev, months=3))
        earliest = floor(child, codes, earliest)
        if earliest < two:
            return marks, closing(child, earliest, len(met) + 1)
    return marks, closing(child, floor(child, codes, ac_due(a, ac, prev)), len(met) + 1)


def hepa_live(child):
    codes = {"HepA-L", "HepA-I", "HepAB"}

    def judge(n, prev, met, day, code):
        return None if n else code == "HepA-L" and day >= child.age(18)

    marks, met, _ = walk(child, codes, judge)
    if met:
        return marks, met, DONE
    return marks, met, closing(child, child.after_live(floor(child, codes, child.age(18))), 1)


def hepa_inactivated(child):
    codes = {"HepA-L", "HepA-I", "HepAB"}

    def judge(n, prev, met, day, code):
        if n == 2:
            return None
        if n == 0:
            return code != "HepA-L" and day >= child.age(18)
        return day >= max(child.age(24), later(prev, months=6))

    marks, met, prev = walk(child, codes, judge)
    n = len(met)
    if n == 2:
        return marks, met, DONE
    earliest = max(child.age(24), later(prev, months=6)) if n else child.age(18)
    return marks, met, closing(child, floor(child, codes, earliest), n + 1)


def hepa(child):
    return one_product(child, hepa_live(child), hepa_inactivated(child), 1, (6,))


def hpv(edition, child):
    if edition < 2025 or child.today < date(2025, 11, 10):
        return None
    if child.gender != "female" or child.born < date(2011, 11, 10):
        return None

    def judge(n, prev, met, day, code):
        if n == 2:
            return None
        return day >= child.age(108) and (n == 0 or day >= later(prev, months=6))

    def any_course(n, prev, met, day, code):
        if n == 3:
            return None
        return day >= child.age(108) and (n == 0 or day >= later(prev, months=(1, 1, 3)[n]))

    two, three = walk(child, HPV, judge), walk(child, HPV, any_course)
    if len(two[1]) == 2 or len(three[1]) == 3:
        if len(two[1]) == 2 and len(three[1]) == 3:
            return three[0], DONE
        return (two if len(two[1]) == 2 else three)[0], DONE
    marks, met, prev = two
    earliest = child.age(156)
    if met:
        earliest = max(earliest, later(prev, months=6))
    return marks, closing(child, floor(child, HPV, earliest), len(met) + 1)


def plain(edition, born, gender, doses, today):
    """Group → (marks, next); HPV is left out where it is not for the child."""
    child = Child(born, gender, doses, today)
    answers = {
        "HepB": hepb(child),
        "BCG": bcg(child),
        "polio": polio(child),
        "DTP": dtp(edition, child),
        "MMR": mmr(child),
        "JE": je(child),
        "Men": men(child),
        "HepA": hepa(child),
        "HPV": hpv(edition, child),
    }
    return {group: answer for group, answer in answers.items() if answer is not None}
