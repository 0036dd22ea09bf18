"""Lists for the administration of users."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from functools import reduce
from operator import or_

from django.db.models import Case, Exists, F, OuterRef, Prefetch, Q, QuerySet, When
from django.db.models.expressions import OrderBy

from anju.domains.access.data import (
    ROLES,
    GrantRequestValue,
    GrantValue,
    TokenValue,
    UserPage,
    UserValue,
)
from anju.domains.access.models import Grant, GrantRequest, Token, User
from anju.domains.access.queries import values
from anju.domains.access.queries.values import PHONE, grant_value, request_value, token_value
from anju.domains.access.rules import hands_on, normal_phone
from anju.foundation.actor import EVERYWHERE, Actor
from anju.foundation.clock import local_date
from anju.foundation.crypto import blind_index
from anju.foundation.errors import NotAllowed, NotFound, Refused
from anju.foundation.ordering import order_in

MANAGE = "user.manage"


def visible_to(actor: Actor) -> QuerySet[User]:
    """Users the actor sees to administer: those with an unrevoked grant inside the actor's regions, and those the actor
    created. What may be done with them asks more: the right wherever their grants hold."""
    regions = actor.regions(MANAGE)
    if not regions:
        raise NotAllowed("not_allowed", permission=MANAGE)
    if EVERYWHERE in regions:
        return User.objects.all()
    inside = reduce(or_, (Q(region__startswith=region) for region in regions))
    theirs = Grant.objects.filter(inside, user=OuterRef("pk"), revoked_at__isnull=True)
    return User.objects.filter(Exists(theirs) | Q(created_by=actor.user_id))


_RANK = Case(When(kind="staff", then=0), When(kind="client", then=1), default=2)


ORDERS = {"username": "username", "name": "display_name", "last_login": "last_login"}
"""Columns by which the list of users is sorted."""


def _ordered(order: str) -> tuple[OrderBy | str, ...]:
    asked = order_in(order)
    column = ORDERS.get(asked.column)
    if column is None:
        return ("rank", "-id")
    key = F(column).desc(nulls_last=True) if asked.down else F(column).asc(nulls_last=True)
    return (key, "-id")


def users(
    actor: Actor,
    *,
    q: str = "",
    role: str = "",
    kind: str = "",
    page: int = 1,
    size: int = 50,
    order: str = "",
) -> UserPage:
    """Users the actor administers, by part of a name or a whole phone number: staff first, then clients and
    the public, the newest first; or in this `order` (a key of `ORDERS`, with ``-`` before it from the largest down)."""
    found = visible_to(actor)
    if q:
        found = found.filter(_naming(q))
    if kind:
        found = found.filter(kind=kind)
    if role:
        found = found.filter(
            Exists(Grant.objects.filter(user=OuterRef("pk"), role=role, revoked_at__isnull=True))
        )
    total = found.count()
    pages = max(1, -(-total // size))
    page = min(max(1, page), pages)
    rows = (
        _with_grants(found)
        .annotate(rank=_RANK)
        .order_by(*_ordered(order))[(page - 1) * size : page * size]
    )
    return UserPage(
        tuple(values.user_value(row, row.grants.all()) for row in rows), total, page, pages
    )


def user_value(actor: Actor, *, user_id: int) -> UserValue:
    """One user the actor administers, or oneself, with all grants ever given. `NotFound` otherwise."""
    base = (
        User.objects.all()
        if actor.kind == "system" or actor.user_id == user_id
        else visible_to(actor)
    )
    row = _with_grants(base.filter(pk=user_id)).first()
    if row is None:
        raise NotFound("user_unknown")
    return values.user_value(row, row.grants.all())


def user_by_phone(actor: Actor, *, phone: str) -> UserValue:
    """The account that signs in with exactly this phone; for those who administer users or serve people at a desk."""
    if not (actor.may(MANAGE) or actor.may("person.edit")):
        raise NotAllowed("not_allowed", permission=MANAGE)
    row = User.objects.filter(phone_index=blind_index(normal_phone(phone), PHONE)).first()
    if row is None:
        raise NotFound("user_unknown")
    return values.user_value(row)


def grants_of_party(*, party: str) -> Sequence[GrantValue]:
    """Unrevoked grants that reach a party (``holder:7``): whom to tell about it."""
    return [
        grant_value(row)
        for row in Grant.objects.filter(party=party, revoked_at__isnull=True).order_by("id")
    ]


def somebody_may(permission: str, *, region: str, at: datetime) -> bool:
    """Does anybody hold the permission in a region today, in it all or in a part of it? One query."""
    day, able = local_date(at), [r.code for r in ROLES.values() if permission in r.permissions]
    held = Grant.objects.filter(
        Q(valid_to=None) | Q(valid_to__gt=day),
        role__in=able,
        revoked_at=None,
        valid_from__lte=day,
    )
    wider = [EVERYWHERE, *(region[:n] for n in range(1, len(region)))]
    return held.filter(Q(region__in=wider) | Q(region__startswith=region)).exists()


def waiting_grants(actor: Actor) -> Sequence[GrantRequestValue]:
    """Requests for roles of two persons that wait and that the actor could decide or has asked, oldest first."""
    waiting = GrantRequest.objects.filter(decision="").order_by("id")
    return [
        request_value(row)
        for row in waiting
        if row.asked_by == actor.user_id
        or (
            row.role in ROLES
            and hands_on(
                actor, ROLES[row.role], region=row.region, party=None, party_areas=frozenset()
            )
        )
    ]


def token_values(actor: Actor, *, user_id: int) -> Sequence[TokenValue]:
    """Tokens of oneself or of a user the actor administers, newest first."""
    user_value(actor, user_id=user_id)
    return [token_value(row) for row in Token.objects.filter(user_id=user_id).order_by("-id")]


def _with_grants(rows: QuerySet[User]) -> QuerySet[User]:
    return rows.prefetch_related(Prefetch("grants", Grant.objects.order_by("-id")))


def _naming(q: str) -> Q:
    named = Q(username__icontains=q) | Q(display_name__icontains=q)
    try:
        return named | Q(phone_index=blind_index(normal_phone(q), PHONE))
    except Refused:
        return named
