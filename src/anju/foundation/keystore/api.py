"""The public interface of the keystore."""

from anju.foundation.keystore.data import Action, Algorithm, KeyView, Kind, RequestView, State
from anju.foundation.keystore.operations import ask, decide, make
from anju.foundation.keystore.queries import every_key, public_keys, requests
from anju.foundation.keystore.using import Signing, card_mac, export_card_keys, signing

__all__ = [
    "Action",
    "Algorithm",
    "KeyView",
    "Kind",
    "RequestView",
    "Signing",
    "State",
    "ask",
    "card_mac",
    "decide",
    "every_key",
    "export_card_keys",
    "make",
    "public_keys",
    "requests",
    "signing",
]
