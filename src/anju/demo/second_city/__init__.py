"""A second city for the demo, in an installation of its own: its people, its staff, and what passes between the two."""

from anju.demo.second_city import agreement
from anju.demo.second_city.links import Offer, linked, offer
from anju.demo.second_city.load import Accounts, city, first_accounts, homes, live_there, sign_ins
from anju.demo.second_city.moves import Arrivals, ask_about, declare_arrivals, send_contact
from anju.demo.second_city.people import FIRST, SECOND, Mover, Town, movers

__all__ = [
    "FIRST",
    "SECOND",
    "Accounts",
    "Arrivals",
    "Mover",
    "Offer",
    "Town",
    "agreement",
    "ask_about",
    "city",
    "declare_arrivals",
    "first_accounts",
    "homes",
    "linked",
    "live_there",
    "movers",
    "offer",
    "send_contact",
    "sign_ins",
]
