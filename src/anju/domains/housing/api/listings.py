"""Vacancies: listings, search, contact, files of agencies."""

from anju.domains.housing.encrypted_columns import BOUND
from anju.domains.housing.listings.data.codes import DOUBTFUL, NOTED, REFUSED
from anju.domains.housing.listings.data.column_vocabulary import FIELDS
from anju.domains.housing.listings.data.search import (
    MOST_BEDROOMS,
    PAGE,
    SORTS,
    Found,
    HeldListing,
    ListingView,
    SavedSearchView,
    Search,
)
from anju.domains.housing.listings.data.threads import LONGEST as LONGEST_MESSAGE
from anju.domains.housing.listings.data.threads import Message, Thread, ThreadLine, Viewing
from anju.domains.housing.listings.operations.deciding import (
    MAY_DECIDE,
    MOST_DECIDED,
    decide_listings,
    undo_listing_decision,
)
from anju.domains.housing.listings.operations.following import STALE, expire
from anju.domains.housing.listings.operations.forgetting import forget_threads
from anju.domains.housing.listings.operations.offering import (
    Terms,
    offer_room,
    reopen_listing,
    withdraw_listing,
)
from anju.domains.housing.listings.operations.saving import (
    leave_search,
    look_at_search,
    save_search,
    saved_searches,
)
from anju.domains.housing.listings.operations.storing import OPENED_EVENT
from anju.domains.housing.listings.operations.taking_files import FORM
from anju.domains.housing.listings.operations.writing import (
    answer_token,
    answer_viewing,
    answering,
    cancel_viewing,
    enquire,
    propose_viewing,
    reply,
    see_thread,
)
from anju.domains.housing.listings.queries.searching import (
    count_by_community,
    open_at_homes,
    open_by_area,
    search,
)
from anju.domains.housing.listings.queries.threads import thread, threads, unread_threads
from anju.domains.housing.listings.queries.views import (
    DOUBTFUL_PAGE,
    doubtful,
    doubts_waiting,
    listing,
    of_home,
    of_party,
    present_listing,
)
from anju.domains.housing.listings.rules.bands import prefix_of

__all__ = [
    "BOUND",
    "DOUBTFUL",
    "DOUBTFUL_PAGE",
    "FIELDS",
    "FORM",
    "LONGEST_MESSAGE",
    "MAY_DECIDE",
    "MOST_BEDROOMS",
    "MOST_DECIDED",
    "NOTED",
    "OPENED_EVENT",
    "PAGE",
    "REFUSED",
    "SORTS",
    "STALE",
    "Found",
    "HeldListing",
    "ListingView",
    "Message",
    "SavedSearchView",
    "Search",
    "Terms",
    "Thread",
    "ThreadLine",
    "Viewing",
    "answer_token",
    "answer_viewing",
    "answering",
    "cancel_viewing",
    "count_by_community",
    "decide_listings",
    "doubtful",
    "doubts_waiting",
    "enquire",
    "expire",
    "forget_threads",
    "leave_search",
    "listing",
    "look_at_search",
    "of_home",
    "of_party",
    "offer_room",
    "open_at_homes",
    "open_by_area",
    "prefix_of",
    "present_listing",
    "propose_viewing",
    "reopen_listing",
    "reply",
    "save_search",
    "saved_searches",
    "search",
    "see_thread",
    "thread",
    "threads",
    "undo_listing_decision",
    "unread_threads",
    "withdraw_listing",
]
