"""What an application needs, and what proves it already. What the register knows is never asked again.

Articles: Order 663 art. 2 (entitlement), 9 (identity card, photograph, one proof of dwelling, job or schooling; a proxy
shows both identities).
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass, replace

from anju.domains.permits.data.applying import Need
from anju.domains.permits.data.entitled import Assessment
from anju.domains.permits.data.states import Kind, PaperKind, ProxyReason

ONE_OF = (PaperKind.HOME, PaperKind.JOB, PaperKind.SCHOOL)
"""Papers of which one suffices: dwelling, job or schooling (art. 2 and 9)."""
CONDITION = "condition"
WITH_PHOTO = (Kind.FIRST,)


@dataclass(frozen=True, slots=True)
class Applicant:
    """What is known about who applies. `identity`: how the identity is proved (``register``, ``shown`` or ""), `photo`: a
    good photograph is held already, `proxy`: why somebody else applies, with how their identity and tie are proved."""

    identity: str
    photo: bool = False
    proxy: ProxyReason | None = None
    proxy_identity: str = ""
    proxy_tie: str = ""


def needs(kind: Kind, found: Assessment | None, who: Applicant, papers: Collection[str]) -> tuple[Need, ...]:
    """Everything an application of this kind needs, in the order people think of it."""
    out = [Need("identity", "663.9", (PaperKind.IDENTITY,), who.identity)]
    if who.proxy is not None:
        out.append(Need("proxy_identity", "663.9", (PaperKind.PROXY_IDENTITY,), who.proxy_identity))
        out.append(Need("proxy_tie", "663.9", (PaperKind.PROXY_TIE,), who.proxy_tie))
    if kind is Kind.FIRST and found is not None:
        out += _entitlement(found)
    if kind in WITH_PHOTO:
        out.append(Need("photo", "663.9", (PaperKind.PHOTO,), "register" if who.photo else ""))
    return tuple(replace(n, met_by="paper") if not n.met_by and set(n.papers) & set(papers) else n for n in out)


def _entitlement(found: Assessment) -> list[Need]:
    """What the engine found: proved facts stand as met; of the proofs a paper can bring, one suffices."""
    out = [Need(f.code, f.article, met_by="register") for f in found.satisfied]
    if found.entitled:
        return out
    provable = [m for m in found.missing if m.paper in set(ONE_OF)]
    out += [Need(m.code, m.article, due=m.due) for m in found.missing if m not in provable and not m.paper]
    out += [Need(m.code, m.article, (m.paper,), due=m.due) for m in found.missing if m not in provable and m.paper]
    if provable:
        out.append(Need(CONDITION, provable[0].article, tuple(dict.fromkeys(m.paper for m in provable))))
    return out
