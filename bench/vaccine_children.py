"""Invented children with vaccination histories: most on time, some late, early, doubled or with other products."""

from __future__ import annotations

from datetime import date
from random import Random

from anju.domains.health.api import Given, Observed, Person

MONTH = 30.4375
PLANS: tuple[tuple[tuple[str, float], ...], ...] = (
    (("HepB", 0), ("HepB", 1), ("HepB", 6)),
    (("BCG", 0),),
    (("IPV", 2), ("IPV", 3), ("bOPV", 4), ("bOPV", 48)),
    (("DTaP", 3), ("DTaP", 4), ("DTaP", 5), ("DTaP", 18), ("DT", 72)),
    (("DTaP", 2), ("DTaP", 4), ("DTaP", 6), ("DTaP", 18), ("DTaP", 72)),
    (("MMR", 8), ("MMR", 18)),
    (("JE-L", 8), ("JE-L", 24)),
    (("JE-I", 8), ("JE-I", 8.3), ("JE-I", 24), ("JE-I", 72)),
    (("MPSV-A", 6), ("MPSV-A", 9), ("MPSV-AC", 36), ("MPSV-AC", 72)),
    (("HepA-L", 18),),
    (("HepA-I", 18), ("HepA-I", 24)),
    (("HPV2", 156), ("HPV2", 162)),
    (("DTaP-IPV-Hib", 2), ("DTaP-IPV-Hib", 3), ("DTaP-IPV-Hib", 4), ("DTaP-IPV-Hib", 18)),
)
CHANCE = (0.95, 0.95, 0.8, 0.4, 0.4, 0.9, 0.7, 0.2, 0.85, 0.6, 0.25, 0.1, 0.2)
INSTEAD = {
    "IPV": ("bOPV", "tOPV", "DTaP-IPV", "DTaP-IPV-Hib"),
    "bOPV": ("IPV", "tOPV", "DTaP-IPV"),
    "DTaP": ("DTaP-IPV-Hib", "DTwP", "DTaP-Hib", "DT"),
    "DT": ("DTaP",),
    "MMR": ("MR", "M", "MM", "R", "Mu"),
    "MPSV-A": ("MPCV-AC", "MPSV-AC", "MPCV-ACYW"),
    "MPSV-AC": ("MPCV-AC", "MPSV-ACYW", "MPSV-A"),
    "JE-L": ("JE-I",),
    "JE-I": ("JE-L",),
    "HepA-L": ("HepA-I",),
    "HepA-I": ("HepA-L", "HepAB"),
    "HepB": ("HepAB",),
    "HPV2": ("HPV4", "HPV9"),
    "BCG": ("BCG",),
}
OTHERS = ("VarL", "Hib", "PCV13", "RV", "EV71", "Flu")
OBSERVED = ("hbsag_mother_low_weight", "tb_test_negative", "immunodeficiency", "hiv_stable")
FIRST, LAST = date(2006, 6, 1).toordinal(), date(2026, 11, 20).toordinal()


def child(random: Random, *, today: int | None = None) -> tuple[Person, list[Given], int]:
    """A person, the doses given, and the day asked on."""
    asked = today or random.randint(date(2021, 3, 1).toordinal(), LAST)
    born = random.randint(max(FIRST, asked - int(18.5 * 365.25)), asked)
    person = Person(born, random.choice(("female", "male")), observed(random, born, asked))
    late = random.choice((0.0, 0.0, 0.0, 2.0, 12.0, 40.0))
    doses: list[Given] = []
    for chance, plan in zip(CHANCE, PLANS, strict=True):
        if random.random() < chance:
            doses += course(random, plan, born, asked, late)
    if random.random() < 0.3:
        doses += [
            Given(random.randint(born, asked), random.choice(OTHERS))
            for _ in range(random.randint(1, 3))
        ]
    return person, doses, asked


FAMILIES = (
    ("HepB", "HepB", "HepAB"),
    ("BCG", "MMR"),
    ("IPV", "bOPV", "tOPV", "DTaP-IPV-Hib"),
    ("DTaP", "DTaP", "DT", "DTaP-IPV-Hib", "DTwP"),
    ("MMR", "MMR", "MR", "M", "R", "Mu", "MM", "VarL"),
    ("JE-L", "JE-I", "JE-L", "JE-I", "MMR"),
    ("MPSV-A", "MPSV-AC", "MPCV-AC", "MPSV-ACYW"),
    ("HepA-L", "HepA-I", "HepAB"),
    ("HPV2", "HPV4", "HPV9"),
)
EDGES = (0, 1, 2, 3, 4, 5, 6, 8, 9, 12, 18, 24, 36, 48, 72, 83.9, 84, 108, 144, 156, 216)


def at_the_edges(
    random: Random,
    *,
    gaps: tuple[int, ...] = (6, 7, 27, 28, 29, 30, 31, 59, 60, 90, 92, 181, 184, 365),
):
    """A person whose doses of one family stand at the ages and intervals of the rules, or a day beside them."""
    person, _, asked = child(random)
    born, doses = person.born, []
    family = random.choice(FAMILIES)
    day = born
    for _ in range(random.randint(1, 8)):
        if random.random() < 0.5:
            day = born + round(random.choice(EDGES) * MONTH)
        else:
            day += random.choice(gaps)
        near = day + random.choice((-1, 0, 0, 1, 2))
        if born <= near <= asked:
            doses.append(Given(near, random.choice(family)))
    return Person(born, person.gender), doses, asked


def observed(random: Random, born: int, asked: int) -> tuple[Observed, ...]:
    if random.random() > 0.03:
        return ()
    if random.random() < 0.5:
        return (Observed("immunoglobulin", random.randint(born, asked)),)
    return (Observed(random.choice(OBSERVED), random.randint(born, asked)),)


def course(
    random: Random, plan: tuple[tuple[str, float], ...], born: int, asked: int, late: float
) -> list[Given]:
    out, shift = [], random.random() * late
    for code, age in plan:
        if random.random() < 0.07:
            continue
        shift += random.random() * late * 0.3
        day = born + round((age + shift) * MONTH) + random.choice((0, 0, 0, 1, 2, 5, 20))
        if random.random() < 0.05:
            day -= random.choice((1, 3, 10, 30))
        if born <= day <= asked:
            out.append(
                Given(
                    day,
                    random.choice(INSTEAD[code])
                    if random.random() < 0.08 and code in INSTEAD
                    else code,
                )
            )
            if random.random() < 0.02 and day < asked:
                out.append(Given(random.randint(day, asked), code))
        if random.random() < 0.05:
            break
    return out
