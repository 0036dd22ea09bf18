"""The rights a file was made under: it is for these and no others, from asking to the last download."""

from __future__ import annotations

import hashlib
import json
from datetime import datetime

from anju.domains.access import api as access
from anju.foundation.actor import Actor
from anju.foundation.errors import NotAllowed
from anju.foundation.exports.api import Export

API = "api"


def fingerprint(actor: Actor) -> str:
    """A value that changes when a grant is given, revoked or narrowed."""
    held = sorted(
        (g.role, g.region or "", g.party or "", g.region is None, sorted(g.permissions))
        for g in actor.grants
    )
    return hashlib.sha256(json.dumps(held).encode()).hexdigest()


def scopes_of(actor: Actor) -> list[str]:
    """The permissions of an actor whose token may have narrowed them; none for a session, whose grants stand whole."""
    if actor.channel != API:
        return []
    return sorted({p for g in actor.grants for p in g.permissions})


def actor_now(export: Export, at: datetime) -> Actor:
    """Who asked, with the rights of this moment under the purpose then stated. `NotAllowed` ``user_inactive``, or
    ``export_rights_changed`` when they are not those under which the file was asked for."""
    actor = access.actor_for(
        export.owner_id,
        at=at,
        purpose=export.purpose,
        channel=export.channel,
        request_id=export.request_id,
        scopes=export.scopes,
    )
    if fingerprint(actor) != export.rights:
        raise NotAllowed("export_rights_changed")
    return actor
