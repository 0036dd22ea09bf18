"""Finding somebody at a reception: who lives in its rooms, works for its employer, or waits to be confirmed."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime

from anju.domains.people import api as people
from anju.domains.register.arrivals.data import Match
from anju.domains.register.declarations.data.declarations import ReviewView
from anju.domains.register.declarations.queries.reviews import REVIEW, views
from anju.domains.register.invitations.data import USED
from anju.domains.register.invitations.models import Invitation
from anju.domains.register.invitations.rules import proves, selector_of
from anju.domains.register.ledger.queries import LEFT_TODAY
from anju.foundation.actor import EVERYWHERE
from anju.foundation.db.scope import as_intake_role
from anju.foundation.db.statements import rows
from anju.foundation.errors import NotFound

_LIVING = f"""SELECT s.person_id, s.home_id FROM register_stay s WHERE s.home_id = ANY(%s)
    AND s.superseded_at IS NULL AND s.habitual AND s.period @> %s::date AND NOT {LEFT_TODAY}"""  # noqa: S608 - ours
_AT_WORK = """SELECT person_id FROM register_job WHERE employer_id = %s AND superseded_at IS NULL
    AND period @> %s::date"""


def find(
    q: str, *, homes: Sequence[int], employer_id: int | None, as_of: date, limit: int = 8
) -> list[Match]:
    """Who lives in these homes, or works for this employer, and is meant by what was typed (name, pinyin, last four of
    a number or phone, a whole number); who lives there first. Whom to look among is found under the caller's rights,
    their names as the intake role. Three queries at most."""
    living = {int(p): int(h) for p, h in rows(_LIVING, [list(homes), *[as_of] * 4])}
    at_work = (
        {int(r[0]) for r in rows(_AT_WORK, [employer_id, as_of])} if employer_id is not None else ()
    )
    among = [*living, *(p for p in at_work if p not in living)]
    if not among or not q.strip():
        return []
    with as_intake_role():
        found = people.search(q, regions=(EVERYWHERE,), among=among, limit=limit)
    matches = [
        Match(h.person_id, h.name, h.sex, h.doc_masked, living.get(h.person_id))
        for h in found.found
    ]
    return sorted(matches, key=lambda m: m.home_id is None)


def sexes_in(homes: Sequence[int], *, as_of: date) -> dict[int, frozenset[str]]:
    """Of each of these homes in which somebody lives, the sexes of those who do ("" where it is not known): rooms of a
    dormitory are of one. Homes that the caller may not see are left out. Two queries."""
    living = rows(_LIVING, [list(homes), *[as_of] * 4])
    with as_intake_role():
        sexes = dict(
            rows("SELECT id, sex FROM people_person WHERE id = ANY(%s)", [[p for p, _ in living]])
        )
    found: dict[int, set[str]] = {}
    for person, home in living:
        found.setdefault(home, set()).add(sexes.get(person) or "")
    return {home: frozenset(of) for home, of in found.items()}


def guests_of_invitation(token: str, *, parties: Sequence[str], at: datetime) -> list[ReviewView]:
    """Who filled in an invitation of one of these parties and waits to be confirmed, the guest first.

    `NotFound` ``invitation_not_here`` for links of others and unknown ones alike, ``invitation_open`` where nobody has
    filled it in yet, ``invitation_answered`` where all were answered."""
    with as_intake_role():
        row = Invitation.objects.filter(selector=selector_of(token)).first()
    right = proves(token, bytes(row.secret_hash) if row else None)
    if row is None or not right or row.party not in parties:
        raise NotFound("invitation_not_here")
    if row.state != USED or row.declaration_id is None:
        is_open = row.declaration_id is None and row.state == "open" and at < row.expires_at
        answered = row.declaration_id is not None
        raise NotFound(
            "invitation_open"
            if is_open
            else "invitation_answered"
            if answered
            else "invitation_not_here"
        )
    found = views(
        f"""{REVIEW} WHERE r.decided_at IS NULL AND r.kind = 'confirm' AND r.party = ANY(%s) AND d.batch_id =
        (SELECT o.batch_id FROM register_declaration o WHERE o.id = %s) ORDER BY r.declaration_id""",  # noqa: S608
        [list(parties), row.declaration_id],
    )
    if not found:
        raise NotFound("invitation_answered")
    return found


def guests_waiting(parties: Sequence[str]) -> list[ReviewView]:
    """All who declared themselves for homes of these parties and wait to be confirmed, oldest first. One query."""
    return views(
        f"{REVIEW} WHERE r.decided_at IS NULL AND r.kind = 'confirm' AND r.party = ANY(%s) "
        "ORDER BY r.declaration_id",
        [list(parties)],
    )
