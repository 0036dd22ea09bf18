"""A department asks: is this holder entitled to this, today, for this purpose? Yes or no with a reason, never a file.

Every question leaves its line in the trail: the person reads it among those who read them, also when the asker was told
no more than that there is no permit in the asker's area.
"""

from __future__ import annotations

import json
from datetime import date, datetime, timedelta

from anju.domains.access import api as access
from anju.domains.people import api as people
from anju.domains.permits.benefits import queries as catalogue
from anju.domains.permits.benefits.data import Answer, HeldPermit, Holder, Verdict, VerdictReason
from anju.domains.permits.benefits.rules import verdict
from anju.foundation.actor import Actor
from anju.foundation.audit import api as audit
from anju.foundation.clock import local_date
from anju.foundation.crypto import blind_index
from anju.foundation.db.scope import as_intake_role
from anju.foundation.db.statements import rows, run
from anju.foundation.errors import Conflict, NotAllowed, NotFound, Refused
from anju.foundation.request_keys import require_key

ASK = "permit.ask"
ACTION = "permit.ask"
"""The action in the audit trail; `fields` name the entitlement (``entitlement:…``) and the answer (``answer:…``)."""
RETENTION = timedelta(hours=24)
"""How long a key answers the same question the same way without asking anew."""
_QUESTION = "permits.question"

_CLAIM = """
INSERT INTO permits_question AS q (user_id, key, asked, answer, at) VALUES (%(user)s, %(key)s, %(asked)s, '{}', %(at)s)
ON CONFLICT (user_id, key) DO UPDATE SET asked = excluded.asked, answer = '{}', at = excluded.at WHERE q.at <= %(stale)s
RETURNING id
"""


def ask(*, benefit: str, holder: Holder, key: str, actor: Actor, at: datetime) -> Answer:
    """Answer one question; `key` names it, and the same again within a day is answered as the first time.

    Raises `NotAllowed` without the permission for the purpose, `NotFound` ``entitlement_unknown``, `Refused`
    ``key_unusable``, ``entitlement_purpose``, ``holder_unclear`` or ``too_many_tries``, `Conflict`
    ``question_key_used`` for a key of another question. Somebody unknown, somebody without a permit and a permit of
    another area are answered alike.
    """
    require_key(key)
    actor.require(ASK)
    if actor.user_id is None:
        raise NotAllowed("not_allowed", permission=ASK)
    today = local_date(at)
    _check_askable(benefit, actor.purpose, today)
    _one_way(holder)
    user = str(actor.user_id)
    access.count_try("entitlement.account", user, at=at)
    access.count_try("entitlement.miss", user, at=at)
    with as_intake_role():
        asked = blind_index(json.dumps([benefit, actor.purpose, *_named(holder)]), _QUESTION)
        answer = _before(key, asked, benefit, actor=actor, at=at)
        if answer is None:
            found = _answered(benefit, holder, actor=actor, at=at, today=today)
            answer = _stored(key, Answer(benefit, actor.purpose, today, found), actor=actor)
    if answer.repeated or answer.verdict.reason != VerdictReason.NOBODY:
        access.take_back_try("entitlement.miss", user)
    return answer


def forget_questions(*, at: datetime) -> int:
    """Delete the keys that no longer answer; how many."""
    with as_intake_role():
        return run("DELETE FROM permits_question WHERE at <= %s", [at - RETENTION])


def _check_askable(benefit: str, purpose: str, today: date) -> None:
    if not catalogue.known(benefit, today=today):
        raise NotFound("entitlement_unknown")
    if not catalogue.askable(benefit, purpose, today=today):
        raise Refused("entitlement_purpose", purpose=purpose)


def _one_way(holder: Holder) -> None:
    if sum(one is not None for one in _named(holder)) != 1:
        raise Refused("holder_unclear")


def _named(holder: Holder) -> tuple[object, ...]:
    return holder.permit_number or None, holder.person_id, holder.document


def _before(key: str, asked: bytes, benefit: str, *, actor: Actor, at: datetime) -> Answer | None:
    """What this key was answered before; None when it is new, and then it is taken. Two requests with one key wait for
    each other here."""
    if rows(
        _CLAIM,
        {"user": actor.user_id, "key": key, "asked": asked, "at": at, "stale": at - RETENTION},
    ):
        return None
    then, kept = rows(
        "SELECT asked, answer::text FROM permits_question WHERE user_id = %s AND key = %s",
        [actor.user_id, key],
    )[0]
    if bytes(then) != asked:
        raise Conflict("question_key_used")
    answer = json.loads(kept)
    since = date.fromisoformat(answer["since"]) if answer["since"] else None
    return Answer(
        benefit,
        actor.purpose,
        date.fromisoformat(answer["on"]),
        Verdict(VerdictReason(answer["said"]), since),
        True,
    )


def _stored(key: str, answer: Answer, *, actor: Actor) -> Answer:
    found = answer.verdict
    kept = {
        "said": found.reason,
        "since": found.since and found.since.isoformat(),
        "on": answer.on.isoformat(),
    }
    run(
        "UPDATE permits_question SET answer = %s WHERE user_id = %s AND key = %s",
        [json.dumps(kept), actor.user_id, key],
    )
    return answer


def _answered(benefit: str, holder: Holder, *, actor: Actor, at: datetime, today: date) -> Verdict:
    """Look the holder up in the whole register, answer by the asker's area, and leave the line. The same statements
    whoever is asked about."""
    named = people.holder_of(*holder.document) if holder.document is not None else holder.person_id
    person = people.canonical(named or 0)
    person_id, permit = catalogue.permit_of(number=holder.permit_number, person_id=person) or (
        None,
        None,
    )
    here = permit is not None and actor.may(ASK, region=permit.region)
    offered = _offered(benefit, permit, actor.purpose, today)
    found = verdict(
        permit, here=here, offered=offered, by_number=bool(holder.permit_number), day=today
    )
    about = people.existing([people.canonical(person_id or person)])
    _leave_a_line(benefit, found, about, actor=actor, at=at)
    return found


def _offered(benefit: str, permit: HeldPermit | None, purpose: str, today: date) -> bool:
    entry = catalogue.entry(benefit, region=permit.region, today=today) if permit else None
    return entry is not None and purpose in entry.purposes


def _leave_a_line(
    benefit: str, found: Verdict, about: list[int], *, actor: Actor, at: datetime
) -> None:
    if about:
        audit.record_read(
            actor,
            person_ids=about,
            action=ACTION,
            at=at,
            fields=(f"entitlement:{benefit}", f"answer:{found.reason}"),
        )
    else:
        audit.record_refused(
            actor,
            action=ACTION,
            subject_kind="person",
            subject_id="unknown",
            at=at,
            detail={"entitlement": benefit},
        )
