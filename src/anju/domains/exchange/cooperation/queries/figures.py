"""What came of an agreement between two places: reports, and the figures over the messages exchanged under it."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from datetime import date

from anju.domains.exchange.cooperation.data.cooperation import CooperationView, Stage
from anju.domains.exchange.cooperation.data.measures import (
    REVIEW,
    SERVICE_DAY,
    Figures,
    Flow,
    Overview,
    Planned,
    Report,
    Reviewed,
    Written,
)
from anju.domains.exchange.cooperation.models import Cooperation, CooperationReport
from anju.domains.exchange.cooperation.rules.flows import flow
from anju.domains.exchange.cooperation.rules.measuring import counting, duties_of, figures
from anju.domains.exchange.links.data.links import OUT
from anju.domains.exchange.links.queries.peers import own_place
from anju.domains.exchange.messages.data.classes import MEASURED
from anju.foundation.actor import system
from anju.foundation.clock import local_date
from anju.foundation.db.scope import acting
from anju.foundation.db.statements import rows

_WRITTEN = """
SELECT m.peer_id, m.direction, m.message_id, m.kind, m.reply_to, m.subject, coalesce(m.written_at, m.at), m.outcome,
  m.agreement
FROM exchange_message m
WHERE m.peer_id = ANY(%(peers)s) AND m.kind = ANY(%(kinds)s) AND (m.direction = 'in' OR m.state = 'sent')
  AND (m.written_at >= %(since)s::timestamptz OR (m.written_at IS NULL AND m.at >= %(since)s::timestamptz))
"""
"""Messages that both places have: what came, and what the other place has receipted."""


def written_with(peers: Mapping[int, str], first: date) -> dict[int, list[Written]]:
    """Peer → the messages with it from a day on, without what they are about. Read whole, whoever asks: nobody is
    named. Two queries."""
    own, _ = own_place()
    since = f"{first.isoformat()}T00:00:00+08:00"
    with acting(system("exchange.cooperation")):
        read = rows(_WRITTEN, {"peers": list(peers), "kinds": list(MEASURED), "since": since})
    found: dict[int, list[Written]] = {peer: [] for peer in peers}
    for peer, direction, message_id, kind, reply_to, subject, at, outcome, agreement in read:
        found[peer].append(
            Written(
                own if direction == OUT else peers[peer],
                str(message_id),
                kind,
                str(reply_to or ""),
                subject,
                at,
                local_date(at),
                outcome,
                agreement,
            )
        )
    return found


def reports_of(number: int, own: str, peer: str) -> list[Report]:
    """What both places reported of an agreement, oldest first. One query."""
    return [
        Report(
            own if r.direction == OUT else peer,
            r.about,
            r.day,
            json.loads(r.content),
            r.label,
            r.written_at,
        )
        for r in CooperationReport.objects.filter(cooperation=number).order_by("written_at", "id")
    ]


def figures_of(
    found: CooperationView, reports: Sequence[Report], first: date, through: date
) -> Figures:
    """The figures of a period of an agreement. Two queries."""
    return figures(found.terms, _written(found, first), reports, first, through)


def _written(found: CooperationView, first: date) -> list[Written]:
    return written_with({found.peer_id: found.peer_code}, first)[found.peer_id]


def overview(found: CooperationView, through: date) -> Overview:
    """Where an agreement stands on a day: duties, joint service days, reviews. Four queries."""
    own, _ = own_place()
    first = date.fromisoformat(found.terms["first"])
    reports = reports_of(found.id, own, found.peer_code)
    written = _written(found, first)
    latest = {(r.about, r.day, r.sender): r for r in reports}

    def reviewed(day: date) -> Reviewed:
        ours = latest.get((REVIEW, day, own))
        theirs = latest.get((REVIEW, day, found.peer_code))
        if theirs is None:
            return Reviewed(day, ours)
        begin, end = (date.fromisoformat(theirs.content[k]) for k in ("first", "through"))
        computed = figures(found.terms, written, reports, begin, end).content
        return Reviewed(day, ours, theirs, computed == theirs.content["figures"])

    planned = tuple(
        Planned(
            (day := date.fromisoformat(p["day"])),
            p["place"],
            p["topic"],
            tuple(
                latest[key]
                for s in (own, found.peer_code)
                if (key := (SERVICE_DAY, day, s)) in latest
            ),
        )
        for p in sorted(found.terms.get("service_days", ()), key=lambda p: p["day"])
    )
    return Overview(
        duties_of(found.terms),
        figures(found.terms, written, reports, first, through),
        planned,
        tuple(reviewed(date.fromisoformat(d)) for d in sorted(found.terms.get("reviews", ()))),
    )


def flows(entered: Sequence[CooperationView], through: date) -> list[Flow]:
    """People who went between this place and each place with an agreement in force, from its first day through a day.
    Two queries, however many there are; none where this place takes part in no exchange yet."""
    firsts: dict[int, date] = {}
    for view in entered:
        if view.stage is Stage.IN_FORCE:
            first = date.fromisoformat(view.terms["first"])
            firsts[view.peer_id] = min(first, firsts.get(view.peer_id, first))
    peers = {v.peer_id: v.peer_code for v in entered if v.peer_id in firsts}
    if not peers:
        return []
    own, _ = own_place()
    written = written_with(peers, min(firsts.values()))
    return [
        flow(counting(w for w in some if w.day <= through), origin, to, firsts[peer], through)
        for peer, some in written.items()
        for origin, to in ((own, peers[peer]), (peers[peer], own))
    ]


def reviews_waiting(today: date) -> set[int]:
    """Agreements in force of which a review is due that this place has not reported. Two queries."""
    done = set(
        CooperationReport.objects.filter(direction=OUT, about=REVIEW).values_list(
            "cooperation_id", "day"
        )
    )
    entered = Cooperation.objects.filter(stage=Stage.IN_FORCE.value).values_list("id", "terms")
    return {
        pk
        for pk, terms in entered
        for day in json.loads(terms).get("reviews", ())
        if date.fromisoformat(day) <= today and (pk, date.fromisoformat(day)) not in done
    }
