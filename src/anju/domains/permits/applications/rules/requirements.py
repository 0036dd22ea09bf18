"""What an application needs, and what proves it already. What the register knows is never asked again.

Articles: Order 663 art. 2 (eligibility), 9 (identity card, photograph, one proof of dwelling, job or schooling; a proxy
shows both identities).
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass, replace

from anju.domains.permits.applications.data.applications import Need
from anju.domains.permits.applications.data.states import Kind, ProxyReason
from anju.domains.permits.eligibility.data.assessment import Assessment, Missing
from anju.domains.permits.eligibility.data.supporting_documents import SupportingDocumentKind

CONDITION = "condition"
"""One of dwelling, job or schooling (art. 2 and 9), or what a city lets stand for them."""
WITH_PHOTO = (Kind.FIRST,)


@dataclass(frozen=True, slots=True)
class Applicant:
    """What is known about who applies. `identity`: how the identity is proved (``register``, ``shown``
    or ""), `photo`: a good photograph is held already, `proxy`: why somebody else applies, with how
    their identity and relationship are proved."""

    identity: str
    photo: bool = False
    proxy: ProxyReason | None = None
    proxy_identity: str = ""
    proxy_relationship: str = ""


def needs(
    kind: Kind, found: Assessment | None, who: Applicant, documents: Collection[str]
) -> tuple[Need, ...]:
    """Everything an application of this kind needs, in the order people think of it."""
    out = [Need("identity", "663.9", (SupportingDocumentKind.IDENTITY,), who.identity)]
    if who.proxy is not None:
        out.append(
            Need(
                "proxy_identity",
                "663.9",
                (SupportingDocumentKind.PROXY_IDENTITY,),
                who.proxy_identity,
            )
        )
        out.append(
            Need(
                "proxy_tie",
                "663.9",
                (SupportingDocumentKind.PROXY_RELATIONSHIP,),
                who.proxy_relationship,
            )
        )
    if kind is Kind.FIRST and found is not None:
        out += _eligibility(found, documents)
    if kind in WITH_PHOTO:
        out.append(
            Need("photo", "663.9", (SupportingDocumentKind.PHOTO,), "register" if who.photo else "")
        )
    return tuple(
        replace(n, met_by="paper")
        if not n.met_by and n.code != CONDITION and set(n.documents) & set(documents)
        else n
        for n in out
    )


def _eligibility(found: Assessment, documents: Collection[str]) -> list[Need]:
    """What the engine found: proved facts stand as met. Missing items without a group are needed in any case; of the
    groups one is enough, so they are one need, which any supporting document of a group that supporting documents can
    complete may prove."""
    out = [Need(f.code, f.article, met_by="register") for f in found.satisfied]
    if found.entitled:
        return out
    out += [
        Need(m.code, m.article, (m.paper,) if m.paper else (), due=m.due)
        for m in found.missing
        if not m.group
    ]
    groups: dict[str, list[Missing]] = {}
    for item in found.missing:
        if item.group:
            groups.setdefault(item.group, []).append(item)
    if groups:
        out.append(_one_of(groups, documents))
    return out


def _one_of(groups: Mapping[str, list[Missing]], documents: Collection[str]) -> Need:
    provable = [g for g in groups.values() if all(m.paper for m in g)]
    done = any({m.paper for m in g} <= set(documents) for g in provable)
    first = next(iter(groups.values()))[0]
    if not provable:
        waits = [
            max(m.due for m in g if m.due)
            for g in groups.values()
            if all(m.due or m.paper for m in g)
        ]
        return Need(CONDITION, first.article, due=min(waits, default=None))
    kinds = tuple(dict.fromkeys(m.paper for g in provable for m in g))
    # A way that needs two papers is not met by one of them: `needs` must not settle it by any supporting document.
    return Need(CONDITION, first.article, kinds, "paper" if done else "")
