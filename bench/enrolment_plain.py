"""The allocation of places a second time, written plainly from the text of the rule and not from the code.

A child: (id, family, grade, points, choices, together, arrange, near). Places: {school: {grade: number}}."""

import hashlib
from itertools import groupby


def turn(seed, children):
    """Families, each a list of children, in the order in which they choose."""
    ordered = sorted(children, key=lambda c: c[1])
    families = [list(g) for _family, g in groupby(ordered, key=lambda c: c[1])]
    families = [sorted(f, key=lambda c: (c[2], c[0])) for f in families]

    def key(family):
        text = (seed + ":" + family[0][1]).encode("utf-8")
        return (-max(c[3] for c in family), hashlib.sha256(text).hexdigest()[:16], family[0][1])

    families.sort(key=key)
    return families


def give(places, seed, children):  # noqa: C901 - one plain text beside another
    """{id: (school or None, number of the choice or 0, apart)}."""
    free = {school: dict(grades) for school, grades in places.items()}
    answer = {}

    def room(school, members):
        wanted = {}
        for c in members:
            wanted[c[2]] = wanted.get(c[2], 0) + 1
        return all(free.get(school, {}).get(grade, 0) >= n for grade, n in wanted.items())

    def put(school, members, choice):
        for c in members:
            free[school][c[2]] -= 1
            answer[c[0]] = (school, choice)

    def choose(members):
        for n, school in enumerate(members[0][4]):
            if room(school, members):
                put(school, members, n + 1)
                return

    families = turn(seed, children)
    groups = []
    for family in families:
        for members in [family] if family[0][5] else [[c] for c in family]:
            groups.append(members)
            choose(members)
            for c in members:
                if c[0] not in answer:
                    choose([c])
    for members in groups:
        rest = [c for c in members if c[0] not in answer]
        if not rest or not members[0][6]:
            continue
        near = rest[0][7]
        order = [s for s in sorted(free) if s in near] + [s for s in sorted(free) if s not in near]
        for some in [rest] + [[c] for c in rest]:
            if some[0][0] in answer:
                continue
            for school in order:
                if room(school, some):
                    put(school, some, 0)
                    break
    result = {}
    for family in families:
        schools = {answer.get(c[0], (None, 0))[0] for c in family}
        for c in family:
            school, choice = answer.get(c[0], (None, 0))
            result[c[0]] = (school, choice, family[0][5] and len(schools) > 1)
    return result
