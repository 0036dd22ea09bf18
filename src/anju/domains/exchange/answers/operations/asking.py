"""Answering a request: the same statements and the same work whatever the answers are.

The whole register is in sight (the intake role), because policies take their time for rows that are there; and who is
not on file is looked up as somebody who is (`stand_in`), because rows that are there take theirs.

What tells an unknown person from a known one is only the person's own access log and the trail. No count that an asker
can feel depends on anything but the answers: the quota counts questions, the limit against guessing counts every no.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from datetime import date, datetime

from django.db import transaction

from anju.domains.exchange.answers.data.questions import (
    COUNT,
    AgreementTerms,
    Answer,
    Asked,
    Facts,
    Outcome,
    Question,
)
from anju.domains.exchange.answers.models import AnswerAgreement
from anju.domains.exchange.answers.queries.agreements import terms, used_on
from anju.domains.exchange.answers.rules.asking import answer_to, day_of, not_agreed, unsound
from anju.domains.exchange.shields.queries import shielded
from anju.domains.people import api as people
from anju.domains.people.api import Holder, NamedPerson
from anju.domains.permits.api import benefits
from anju.domains.places import api as places
from anju.domains.register.api import habitual
from anju.foundation.actor import Actor
from anju.foundation.audit import api as audit
from anju.foundation.clock import local_date
from anju.foundation.db.replica import on_primary, reading
from anju.foundation.db.scope import as_intake_role
from anju.foundation.db.statements import joined, run
from anju.foundation.errors import AnjuError, NotAllowed, Refused

ASK = "answer.ask"
ACTION = "exchange.answer"
"""The action in the trail; `fields` name the service (``question:…``) and the answer (``answer:…``)."""


def ask_as_department(asked: Asked, *, actor: Actor, at: datetime) -> Outcome:
    """Answer the request of a department's system, an account with ``answer.ask`` for its stated purpose. A refusal is
    in the outcome (``not_allowed``, ``answer_…``), so that it is counted; nothing of a refused request is answered."""
    return _outcome(asked, f"user:{actor.user_id}", None, actor=actor, at=at)


def ask_as_place(asked: Asked, *, peer_id: int, actor: Actor, at: datetime) -> Outcome:
    """Answer the signed request of another place; `actor` carries its name and purpose."""
    return _outcome(asked, f"peer:{peer_id}", peer_id, actor=actor, at=at)


def use_for_counts(number: str, service: str, *, questions: int, actor: Actor, at: datetime) -> str:
    """Note that a department uses an agreement for counts, each division a question; the division (prefix) it is about.
    `NotAllowed` without ``answer.ask``, `Refused` ``answer_…``. Counts name nobody: they stand in the trail alone."""
    if actor.user_id is None or not actor.may(ASK):
        raise NotAllowed("not_allowed", permission=ASK)
    today = local_date(at)
    agreement = _agreement(number, None, actor)
    wrong = not_agreed(agreement, {service}, actor.purpose, today)
    if wrong or agreement is None:
        code, params = wrong or ("answer_agreement_unknown", {})
        raise Refused(code, **params)
    used, _negative = used_on(agreement.number, today)
    if used + questions > agreement.per_day:
        raise Refused("answer_quota_used", per_day=agreement.per_day)
    _count(
        [(service, COUNT, questions)],
        f"user:{actor.user_id}",
        agreement.number,
        actor=actor,
        day=today,
    )
    audit.record_list(
        actor,
        action="exchange.count",
        subject_kind="exchange_agreement",
        subject_id=agreement.number,
        fields=(f"question:{service}",),
        at=at,
    )
    return agreement.region


def _outcome(
    asked: Asked, asker: str, peer_id: int | None, *, actor: Actor, at: datetime
) -> Outcome:
    with transaction.atomic(), as_intake_role():
        try:
            with transaction.atomic():
                return Outcome(_answered(asked, asker, peer_id, actor=actor, at=at))
        except AnjuError as refused:
            _count_refusal(asked, asker, refused.code, actor=actor, day=local_date(at))
            return Outcome(refusal=refused)


def _answered(
    asked: Asked, asker: str, peer_id: int | None, *, actor: Actor, at: datetime
) -> list[Answer]:
    today = local_date(at)
    if peer_id is None and (actor.user_id is None or not actor.may(ASK)):
        raise NotAllowed("not_allowed", permission=ASK)
    agreement = _agreement(asked.agreement, peer_id, actor)
    asked_for = {q.service for q in asked.questions}
    wrong = not_agreed(agreement, asked_for, actor.purpose, today) or unsound(
        asked.questions, today
    )
    if wrong or agreement is None:
        code, params = wrong or ("answer_agreement_unknown", {})
        raise Refused(code, **params)
    _check_quota(agreement, len(asked.questions), today)
    questions = [replace(q, home=places.tidy_code(q.home)) for q in asked.questions]
    with reading(), as_intake_role():
        holders = people.holders_named([_named(q) for q in questions])
        facts = _facts(questions, holders, today, at)
    regions = _regions(agreement, peer_id, actor)
    answers = [
        Answer(q.id, answer_to(q, f, regions, today)) for q, f in zip(questions, facts, strict=True)
    ]
    audit.record_questions(
        actor,
        person_ids=[h.person_id for h in holders],
        fields=[
            (f"question:{q.service}", f"answer:{a.value}")
            for q, a in zip(questions, answers, strict=True)
        ],
        action=ACTION,
        at=at,
        detail={"agreement": agreement.number},
    )
    outcomes = Counter((q.service, a.value) for q, a in zip(questions, answers, strict=True))
    _count(
        [(s, v, n) for (s, v), n in sorted(outcomes.items())],
        asker,
        agreement.number,
        actor=actor,
        day=today,
    )
    return answers


def _agreement(number: str, peer_id: int | None, actor: Actor) -> AgreementTerms | None:
    """The asker's agreement of that number, locked so that no two requests use up the same rest of a quota."""
    row = AnswerAgreement.objects.select_for_update(of=("self",)).filter(number=number).first()
    mine = row is not None and (
        row.peer_id == peer_id if peer_id is not None else row.user_id == actor.user_id
    )
    return terms(row) if row is not None and mine else None


def _check_quota(agreement: AgreementTerms, questions: int, today: date) -> None:
    used, negative = used_on(agreement.number, today)
    if used + questions > agreement.per_day:
        raise Refused("answer_quota_used", per_day=agreement.per_day)
    if negative + questions > agreement.negatives_per_day:
        raise Refused("answer_negatives_used", per_day=agreement.negatives_per_day)


def _regions(agreement: AgreementTerms, peer_id: int | None, actor: Actor) -> tuple[str, ...]:
    """Where the asker hears of anybody: the agreement's division, and of a department what its grants reach in it."""
    if peer_id is not None:
        return (agreement.region,)
    inside = [r for r in actor.regions(ASK) if r.startswith(agreement.region)]
    around = any(agreement.region.startswith(r) for r in actor.regions(ASK))
    return (agreement.region,) if around else tuple(inside)


def _named(question: Question) -> NamedPerson:
    return NamedPerson(
        question.kind,
        question.issuer,
        question.number.strip().upper(),
        question.name,
        question.birth_date,
        question.sex,
    )


def _facts(
    questions: Sequence[Question], holders: Sequence[Holder], today: date, at: datetime
) -> list[Facts]:
    """What the answers rest on, in four statements, the shields from the writing database."""
    instead = stand_in()
    ids = [h.person_id or instead for h in holders]
    with on_primary():  # whoever was shielded a moment ago is shielded
        hidden = shielded(ids, at)
    stays = habitual.habitual_on(
        [(p, day_of(q, today)) for p, q in zip(ids, questions, strict=True)]
    )
    homes = places.homes([home or 0 for _, home in stays])
    permits = benefits.valid_permits(ids, today=today)
    return [
        Facts(
            h.agrees and p not in hidden,
            h.birth_date,
            region,
            homes[home].code if home in homes else "",
            permits.get(p, ""),
        )
        for p, h, (region, home) in zip(ids, holders, stays, strict=True)
    ]


_known: list[int] = []


def stand_in() -> int:
    """Somebody who lives somewhere: their facts are read, and not used, where nobody was found. 0 in an empty
    register. Asked once a process."""
    if not _known and (found := habitual.some_resident()):
        _known.append(found)
    return _known[0] if _known else 0


def _count_refusal(asked: Asked, asker: str, code: str, *, actor: Actor, day: date) -> None:
    known = AnswerAgreement.objects.filter(number=asked.agreement).values_list(
        "number", "user_id", "peer_id"
    )
    mine = [n for n, user, peer in known if asker in (f"user:{user}", f"peer:{peer}")]
    _count([("", code, 1)], asker, mine[0] if mine else "", actor=actor, day=day)


def _count(
    outcomes: Sequence[tuple[str, str, int]],
    asker: str,
    agreement: str,
    *,
    actor: Actor,
    day: date,
) -> None:
    source, values = joined(
        {
            "s": ("text", [s for s, _, _ in outcomes]),
            "o": ("text", [o for _, o, _ in outcomes]),
            "n": ("int", [n for _, _, n in outcomes]),
        }
    )
    run(
        f"""INSERT INTO exchange_answer_use AS u (asker, label, agreement, day, service, purpose, outcome, count)
        SELECT %s, %s, %s, %s, i.s, %s, i.o, i.n FROM {source} AS i(s, o, n)
        ON CONFLICT (agreement, day, asker, service, purpose, outcome)
        DO UPDATE SET count = u.count + excluded.count, label = excluded.label""",  # noqa: S608
        [asker, actor.label[:100], agreement, day, actor.purpose[:40], *values],
        often=True,
    )
