"""Which addresses show persons, and how each records it.

Numbers and phones are masked everywhere but where `in_full` says why not. A test walks every address
as every kind of reader, sends every form that the pages offer, reads the text of every sheet and PDF
that is answered, and finds a planted person nowhere else, nor without one of the actions below in the trail.
"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Shows:
    """What an address records when it shows persons: one of these `actions`. `own`: why nothing is
    recorded (what is the reader's own). `in_full`: why full numbers stand there."""

    actions: tuple[str, ...] = ()
    own: str = ""
    in_full: str = ""


_OWN = Shows(own="the reader's own declarations and record")

_PURPOSE = "for a stated purpose, recorded"

_RECEPTION = Shows(("reception.panel", "reception.day"))
_RECEPTION_PAGES = ("", "find/", "open/", "arrive/", "confirm/", "leave/", "undo/", "invite/")
_DAY_PAGES = ("day/", "day.xlsx")
_RECEPTIONS = ("landlord/reception/", "employer/<int:employer_id>/reception/")

SHOWS: dict[str, Shows] = {
    **{f"{reception}{page}": _RECEPTION for reception in _RECEPTIONS for page in _RECEPTION_PAGES},
    **{
        f"{reception}{page}": Shows(("reception.day", "reception.day_file"))
        for reception in _RECEPTIONS
        for page in _DAY_PAGES
    },
    "api/v1/forms/<filled_id>": Shows(("exchange.form_taken",), in_full=_PURPOSE),
    "api/v1/homes/<code>/occupants": Shows(("api.homes.occupants",)),
    "api/v1/imports/<import_id>": Shows(("api.imports.difference",)),
    "api/v1/imports/<import_id>/problems.xlsx": Shows(("import.problems",), in_full=_PURPOSE),
    "api/v1/people": Shows(("api.people.find",)),
    "api/v1/people/<person_id>": Shows(("api.people.one",)),
    "api/v1/people/<person_id>/stays": Shows(("api.people.stays",)),
    "api/v1/permits/<number>": Shows(("api.permits.one",)),
    "api/v1/rescue/stays": Shows(("api.rescue.here",)),
    "api/v1/rescue/stays/<rescue_id>": Shows(("api.rescue.stay",)),
    "api/v1/reviews": Shows(("api.reviews",)),
    "exports/<slug:selector>/file/": Shows(("export.download",)),
    "api/v1/claims": Shows(("api.claims",)),
    "api/v1/claims/<claim_id>": Shows(("api.claim",)),
    "employer/<int:employer_id>/claims/": Shows(("employer.claims",)),
    "employer/<int:employer_id>/claims/<int:notice_id>/": Shows(("employer.claim",)),
    "office/cases/<int:case_id>/notices/<int:notice_id>/": Shows(("office.case_letter",)),
    "employer/<int:employer_id>/permits/": Shows(("employer.permits",)),
    "employer/<int:employer_id>/rosters/<int:batch_id>/": Shows(("import.preview",)),
    "employer/<int:employer_id>/rosters/<int:batch_id>/mend/": Shows(("import.preview",)),
    "employer/<int:employer_id>/rosters/<int:batch_id>/reveal/": Shows(
        ("import.reveal",), in_full=_PURPOSE
    ),
    "employer/<int:employer_id>/rosters/<int:batch_id>/problems.xlsx": Shows(("import.problems",)),
    "employer/<int:employer_id>/contracts/": Shows(
        ("employer.contracts", "employer.contracts_file")
    ),
    "employer/<int:employer_id>/workers.xlsx": Shows(("employer.workers_file",)),
    "employer/<int:employer_id>/workers/": Shows(("employer.workers",)),
    "landlord/": Shows(("landlord.waiting",)),
    "landlord/waiting/<int:review_id>/": Shows(("landlord.waiting",)),
    "landlord/lists/<int:batch_id>/problems.xlsx": Shows(("import.problems",)),
    "landlord/room/<str:code>/": Shows(("landlord.room",)),
    "landlord/room/<str:code>/lease/<int:stay_id>/": Shows(("landlord.room",)),
    "landlord/room/<str:code>/rental/": Shows(("landlord.rental",)),
    "landlord/rentals/<int:rental_id>/": Shows(("landlord.rental",)),
    "landlord/rentals/<int:rental_id>/amend/": Shows(("landlord.rental",)),
    "landlord/rentals/<int:rental_id>/end/": Shows(("landlord.rental",)),
    "landlord/rentals/<int:rental_id>/sign/": Shows(("landlord.rental",)),
    "landlord/rentals/<int:rental_id>/withdraw/": Shows(("landlord.rental",)),
    "landlord/tenants.xlsx": Shows(("landlord.list",)),
    "me/": _OWN,
    "me/care/": _OWN,
    "me/care/<int:plan_id>/": _OWN,
    "me/care/<int:plan_id>/print/": _OWN,
    "me/children/": _OWN,
    "me/children/<int:child_id>/": _OWN,
    "me/children/<int:child_id>/print/": _OWN,
    "me/said/": _OWN,
    "me/mine/": Shows(("own.record",)),
    "me/permit/apply/": _OWN,
    "me/permit/apply/<int:application_id>/": _OWN,
    "office/exchange/ask/<int:person_id>/": Shows(("exchange.ask",)),
    "office/exchange/shields/": Shows(("exchange.shield_enquiry",)),
    "office/exchange/shields/<int:enquiry_id>/": Shows(("exchange.shield_enquiry",)),
    "office/exchange/shield/<int:person_id>/": Shows(("exchange.shield",)),
    "office/exchange/returns/<int:comparison_id>/": Shows(("exchange.return_read",)),
    "office/exchange/picture/<int:person_id>/": Shows(("picture.one",)),
    "office/exchange/tickets/": Shows(("picture.tickets",)),
    "office/exchange/batches/take/": Shows(("exchange.batch_read",)),
    "office/exchange/bridge/<int:bridge_id>/<slug:which>/": Shows(("bridge.list",)),
    "office/exchange/bridge/items/<int:item_id>/": Shows(("bridge.item",), in_full=_PURPOSE),
    "office/exchange/bridge/items/<int:item_id>/close/": Shows(("bridge.item",), in_full=_PURPOSE),
    "office/exchange/messages/": Shows(("exchange.list",)),
    "office/exchange/moves/": Shows(("exchange.moves",)),
    "office/exchange/messages/<int:message_id>/": Shows(("exchange.read",), in_full=_PURPOSE),
    "office/counter/": Shows(("counter.form", "counter.probable")),
    "office/exchange/messages/<int:message_id>/resend/": Shows(
        ("exchange.read",), in_full=_PURPOSE
    ),
    "office/quality/<slug:code>/": Shows(("office.quality_list", "office.quality_sheet")),
    "office/quality/<slug:code>/none/": Shows(("office.quality_list",)),
    "office/samples/<int:audit_id>/": Shows(("office.sample_units",)),
    "office/samples/<int:audit_id>/units/": Shows(("office.sample_units",)),
    "office/samples/<int:audit_id>/way/": Shows(("office.sample_way",)),
    "office/samples/units/<int:unit_id>/": Shows(("office.sample_unit",)),
    "office/cases/": Shows(("office.cases", "office.cases_sheet")),
    "office/cases/new/": Shows(("office.case_new",)),
    "office/cases/<int:case_id>/": Shows(("office.case",)),
    "office/cases/<int:case_id>/print/": Shows(("office.case_print",)),
    "office/rescue/": Shows(("rescue.here",)),
    "office/rescue/in/": Shows(("rescue.in",)),
    "office/rescue/book/": Shows(("rescue.book", "rescue.book_sheet")),
    "office/rescue/stays/<int:rescue_id>/": Shows(
        ("rescue.stay", "rescue.reveal"), in_full="asked for by a button, recorded by itself"
    ),
    "office/rescue/stays/<int:rescue_id>/<slug:sheet>/": Shows(("rescue.sheet",)),
    "office/clinic/": Shows(("clinic.list",)),
    "office/clinic/new/": Shows(("clinic.alike",)),
    "office/clinic/children/<int:child_id>/": Shows(("clinic.child",)),
    "office/clinic/children/<int:child_id>/print/": Shows(("clinic.print",)),
    "office/clinic/plans/": Shows(("plans.list", "plans.due_sheet")),
    "office/clinic/plans/child/": Shows(("plans.child",)),
    "office/clinic/plans/<int:plan_id>/": Shows(("plans.one",)),
    "office/clinic/plans/<int:plan_id>/print/": Shows(("plans.print",)),
    "office/clinic/survey/": Shows(("clinic.survey",)),
    "office/school/<int:round_id>/": Shows(("office.school", "office.school_sheet")),
    "office/school/<int:round_id>/enter/": Shows(("office.school_enter",)),
    "office/school/<int:round_id>/children/": Shows(("office.school_children",)),
    "office/school/one/<int:enrolment_id>/": Shows(("office.school_one",)),
    "me/school/": _OWN,
    "me/school/<int:enrolment_id>/": _OWN,
    "office/school/one/<int:enrolment_id>/print/": Shows(("office.school_one",)),
    "me/school/<int:enrolment_id>/print/": _OWN,
    "me/school/apply/<int:round_id>/": _OWN,
    "office/forms/people/<int:person_id>/": Shows(("office.forms",)),
    "office/forms/<int:form_id>/person/<int:person_id>/": Shows(("office.forms",)),
    "office/forms/filled/<int:filled_id>/": Shows(("exchange.form_shown",), in_full=_PURPOSE),
    "office/forms/filled/<int:filled_id>/form.<str:kind>": Shows(
        ("exchange.form_taken",), in_full=_PURPOSE
    ),
    "office/forms/lists/<slug:batch>.xlsx": Shows(("exchange.form_file",), in_full=_PURPOSE),
    "me/transfers/new/": Shows(
        ("exchange.transfer_preview",),
        own="the reader's own record, and that of a child in their care",
        in_full="one's own number, or one's child's, before it goes",
    ),
    "me/transfers/<int:transfer_id>/": Shows(
        ("exchange.transfer_shown",), in_full="one's own number, or one's child's, on its way"
    ),
    "me/transfers/<int:transfer_id>/record.json": Shows(
        ("exchange.transfer_file",), in_full="one's own number, or one's child's, in one's hand"
    ),
    "office/transfers/": Shows(("exchange.transfer_list",)),
    "office/transfers/transfers.xlsx": Shows(("exchange.transfer_sheet",)),
    "office/transfers/<int:transfer_id>/": Shows(("exchange.transfer_shown",), in_full=_PURPOSE),
    "me/forms/filled/<int:filled_id>/": Shows(
        ("exchange.form_shown",), in_full="one's own number on one's own form"
    ),
    "me/forms/filled/<int:filled_id>/form.<str:kind>": Shows(
        ("exchange.form_taken",), in_full="one's own number on one's own form"
    ),
    "office/sources/tickets/": Shows(("office.tickets", "office.tickets_sheet")),
    "office/sources/people/<int:person_id>/": Shows(("office.department_facts",)),
    "office/counter/done/<int:batch_id>/": Shows(("counter.done",)),
    "office/counter/done/<int:batch_id>/receipt/": Shows(("counter.receipt",)),
    "office/counter/done/<int:batch_id>/receipt.pdf": Shows(("counter.receipt",)),
    "office/counter/leave/<int:person_id>/": Shows(("counter.leave",)),
    "office/counter/stay/<int:version>/": Shows(("counter.correct",)),
    "office/counter/tie/<int:person_id>/": Shows(("counter.tie",)),
    "office/employers/<str:code>/": Shows(("office.employer",)),
    "office/employers/<str:code>/contracts/": Shows(("office.contracts",)),
    "office/held/": Shows(("office.permits", "office.permits_sheet")),
    "office/held/<int:permit_id>/": Shows(("office.permit",)),
    "office/held/cards/<int:card_id>/card.pdf": Shows(
        ("permits.print",), in_full="the card's face prints the number"
    ),
    "office/held/cards/sheet/": Shows(
        ("permits.print",), in_full="the card's face prints the number"
    ),
    "office/held/cards/<int:card_id>/card.json": Shows(
        ("permits.print",), in_full="the card's face prints the number"
    ),
    "office/held/production/<int:batch_id>/": Shows(("office.production",)),
    "office/held/production/cards/": Shows(("office.cards",)),
    "office/figures/<slug:code>/list/": Shows(("office.figure_list", "office.figure_sheet")),
    "office/held/figures/list/": Shows(("office.permits_counted", "office.permits_counted_sheet")),
    "office/held/<int:permit_id>/<str:action>/": Shows(("office.permit",)),
    "office/homes/<str:code>/": Shows(("office.home",)),
    "office/imports/<int:batch_id>/": Shows(("import.preview",)),
    "office/imports/<int:batch_id>/mend/": Shows(("import.preview",)),
    "office/imports/<int:batch_id>/reveal/": Shows(("import.reveal",), in_full=_PURPOSE),
    "office/imports/<int:batch_id>/problems.xlsx": Shows(("import.problems",)),
    "office/merge/": Shows(("merge.list",)),
    "office/merge/compare/": Shows(("merge.compare",)),
    "office/merge/persons/": Shows(("merge.search",)),
    "office/people/": Shows(("office.people", "office.people_sheet")),
    "office/people/<int:person_id>/": Shows(("office.person", "office.person_print")),
    "office/people/<int:person_id>/looked/": Shows(("office.looked",)),
    "office/people/<int:person_id>/name/": Shows(("office.name_pictures",)),
    "office/people/<int:person_id>/documents/<int:document_id>/reveal/": Shows(
        ("person.reveal",), in_full=_PURPOSE
    ),
    "office/people/<int:person_id>/phone/reveal/": Shows(("person.reveal",), in_full=_PURPOSE),
    "office/people/<int:person_id>/correct/": Shows(("office.correct",)),
    "office/permits/": Shows(("permit.list", "permit.sheet")),
    "office/permits/apply/<int:application_id>/": Shows(("permit.application",)),
    "office/permits/apply/<int:application_id>/decide/": Shows(("permit.application",)),
    "office/permits/apply/<int:application_id>/missing/": Shows(("permit.application",)),
    "office/permits/apply/<int:application_id>/withdraw/": Shows(("permit.application",)),
    "office/permits/new/": Shows(("permit.counter",)),
    "office/rentals/<int:rental_id>/": Shows(("office.rental",)),
    "office/rentals/new/<str:code>/": Shows(("office.rental",)),
    "office/review/": Shows(("review.list",)),
    "office/review/<int:review_id>/": Shows(("review.one",)),
    "office/review/<int:review_id>/decide/": Shows(("review.one",)),
    "office/search/": Shows(("office.search", "office.search_sheet")),
    "office/search/people": Shows(("office.search",)),
    "office/search/suggest": Shows(("office.search",)),
}
"""By the address as it is written in the url tables."""
