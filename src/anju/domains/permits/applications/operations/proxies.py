"""Somebody else applies (art. 9): for a child under 16, for somebody old or disabled; both identities are shown."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from anju.domains.people import api as people
from anju.domains.permits.applications.data import ProxyInput, ProxyReason
from anju.domains.permits.applications.models import Application
from anju.domains.permits.applications.queries.applications import PROXY_NUMBER
from anju.domains.regions import api as regions
from anju.foundation.crypto import blind_index, encrypt
from anju.foundation.days import age_on
from anju.foundation.errors import NotFound, Refused


def by_guardian(
    row: Application, guardian_id: int, born: date | None, today: date, rule: Mapping[str, Any]
) -> None:
    """The guardian the register knows, signed in with a proved identity: nothing is shown or typed again."""
    view = people.persons([guardian_id]).get(guardian_id)
    document = next((d for d in view.documents if d.live), None) if view else None
    if view is None or document is None:
        raise NotFound("person_unknown")
    reason = _reason_of(born, today, rule)
    number = people.numbers([document.id])[document.id]
    _put(row, reason, "50", view.name, document.kind, number)
    row.proxy_person_id = guardian_id
    row.shown = {"person": "register", "proxy": "account", "tie": "register"}


def checked(
    proxy: ProxyInput, born: date | None, today: date, rule: Mapping[str, Any]
) -> ProxyInput:
    """A proxy at the counter, in order. `Refused` ``proxy_name_missing``, ``proxy_not_shown``,
    ``proxy_not_needed`` when the age does not fit the reason, and the codes of a wrong number."""
    if not proxy.name.strip():
        raise Refused("proxy_name_missing")
    if not (proxy.person_shown and proxy.proxy_shown):
        raise Refused("proxy_not_shown")
    _fits(proxy.reason, born, today, rule)
    facts = people.read_number(
        proxy.document, proxy.number.strip().upper(), known_areas=regions.known_areas(), today=today
    )
    if facts.problem != "":
        raise Refused(facts.problem or "id_length")
    return ProxyInput(
        proxy.reason, proxy.relation, proxy.name.strip(), proxy.document, facts.number, True, True
    )


def written(row: Application, proxy: ProxyInput) -> None:
    """Put a checked proxy on the application. The relationship to the applicant is for the clerk to
    see on paper or know."""
    _put(row, proxy.reason, proxy.relation, proxy.name, proxy.document, proxy.number)
    row.proxy_person_id = people.holder_of(proxy.document, "CHN", proxy.number)
    if row.proxy_person_id == row.person_id:
        raise Refused("proxy_is_person")
    tied = row.proxy_person_id is not None and (
        row.proxy_person_id in people.wards_of([row.person_id]).get(row.person_id, [])
        or any(r.person_id == row.proxy_person_id for r in people.relatives(row.person_id))
    )
    row.shown = {"person": "shown", "proxy": "shown", "tie": "register" if tied else ""}


def _put(
    row: Application, reason: ProxyReason, relation: str, name: str, document: str, number: str
) -> None:
    row.proxy_reason, row.proxy_relation, row.proxy_name, row.proxy_document = (
        reason.value,
        relation,
        name,
        document,
    )
    row.proxy_number_index = blind_index(number, PROXY_NUMBER)
    row.proxy_number_cipher = encrypt(number, PROXY_NUMBER, row=row.proxy_number_index)


def _reason_of(born: date | None, today: date, rule: Mapping[str, Any]) -> ProxyReason:
    """Why a guardian may act: a child; otherwise the register says guardian, hence somebody who cannot."""
    if born is None or age_on(born, today) < int(rule.get("child_under", 16)):
        return ProxyReason.UNDER_16
    return (
        ProxyReason.ELDERLY
        if age_on(born, today) >= int(rule.get("elderly_from", 60))
        else ProxyReason.DISABLED
    )


def _fits(reason: ProxyReason, born: date | None, today: date, rule: Mapping[str, Any]) -> None:
    if born is None or reason is ProxyReason.DISABLED:
        return
    age, child, old = (
        age_on(born, today),
        int(rule.get("child_under", 16)),
        int(rule.get("elderly_from", 60)),
    )
    if (reason is ProxyReason.UNDER_16 and age >= child) or (
        reason is ProxyReason.ELDERLY and age < old
    ):
        raise Refused("proxy_not_needed", age=age)
