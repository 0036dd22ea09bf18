"""All tenants of a landlord as a file, numbers and phones masked."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial

import polars as pl
from django.http import HttpResponseBase
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from anju.domains.people import api as people
from anju.domains.places.api import HomeView
from anju.domains.register.api import StayView
from anju.foundation.audit import api as audit
from anju.foundation.clock import local_date
from anju.foundation.errors import NotFound
from anju.interfaces.exports.listing import Asked, Asker, Export, Listing, in_blocks
from anju.interfaces.web.exports.answering import send_list
from anju.interfaces.web.landlord import own_rooms
from anju.interfaces.web.landlord.views_rooms import SEEN
from anju.interfaces.web.session import ActorRequest

SCHEMA = {
    **dict.fromkeys(("address", "code", "name", "document", "phone"), pl.Utf8),
    **dict.fromkeys(("since", "until"), pl.Date),
}


@require_safe
@own_rooms.for_landlords
def tenants(request: ActorRequest) -> HttpResponseBase:
    """All tenants as Excel, numbers masked."""
    return send_list(request, EXPORT, {})


def _listing(asker: Asker, _asked: Asked, _up_to: int | None) -> Listing:
    if not own_rooms.parties_of(asker):
        raise NotFound("home_unknown")
    rooms = [r for b in own_rooms.landlord_buildings(asker) for r in b.rooms]
    living = [(r.home, stay) for r in rooms for stay in r.stays]
    titles = [_("地址"), _("房屋码"), _("姓名"), _("证件号码"), _("手机"), _("入住"), _("租期至")]
    return Listing(_("租客"), titles, len(living), in_blocks(living, partial(_cells, asker)))


EXPORT = Export(
    "landlord.list", lambda asker, _asked: f"tenants-{local_date(asker.at)}.xlsx", _listing
)


def _cells(asker: Asker, living: Sequence[tuple[HomeView, StayView]]) -> pl.DataFrame:
    """The lines of these tenants; the reading is recorded."""
    persons = people.persons([stay.person_id for _home, stay in living])
    audit.record_read(
        asker.actor, person_ids=list(persons), fields=SEEN, action="landlord.list", at=asker.at
    )
    return pl.DataFrame(
        [
            (
                home.text,
                home.code,
                person.name,
                person.documents[0].masked if person.documents else "",
                person.phone_masked,
                stay.since,
                stay.until,
            )
            for home, stay in living
            if (person := persons.get(stay.person_id)) is not None
        ],
        schema=SCHEMA,
        orient="row",
    )
