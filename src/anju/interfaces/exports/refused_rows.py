"""The refused rows of an import as a file like the original, for pages and the API alike."""

from __future__ import annotations

from django.utils.translation import get_language

from anju.domains.register import api as register
from anju.foundation.errors import AnjuError, NotFound
from anju.interfaces.exports.listing import Asked, Asker, Export, Listing
from anju.interfaces.texts.sentences import sentence

RUN = "import.run"


def visible_import(asker: Asker, batch_id: int) -> register.ImportView:
    """The import, if the transaction may see it and the right holds for its party or its area. `NotFound` alike for
    absent and hidden ones."""
    found = register.one_import(batch_id)
    if found is None:
        raise NotFound("import_unknown", id=batch_id)
    if not (found.party and asker.actor.may(RUN, party=found.party)):
        asker.actor.require(RUN, region=found.region)
    return found


def _listing(asker: Asker, asked: Asked, up_to: int | None) -> Listing:
    found = visible_import(asker, int(asked["batch"]))
    rows = int(found.counts.get("rows", 0))
    if up_to is not None and rows >= up_to:
        # the file is read anew for its refused rows: how long that takes depends on all of them
        return Listing(found.file_name, (), rows, ())
    language = get_language() or "zh-hans"
    refused = register.refused_rows(
        found.id,
        sentence=lambda code: sentence(AnjuError(code), language),
        at=asker.at,
        actor=asker.actor,
        purpose=asked["purpose"],
    )
    return Listing(
        refused.sheet,
        (),
        int(found.counts.get("rejected", 0)),
        refused.blocks,
        top=refused.top,
        marked=(register.WHY_REFUSED,),
    )


EXPORT = Export("import.problems", lambda _who, asked: f"problems-{asked['batch']}.xlsx", _listing)
LISTS = (EXPORT,)
