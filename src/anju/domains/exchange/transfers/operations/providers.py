"""Who provides what is sent on, and who takes it in here: a registry with an entry a kind. A kind joins by an entry in
`data/kinds.yaml` and a `Provider` given to `add_provider`."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from anju.domains.exchange.links.operations.enquiries import persons_written
from anju.domains.exchange.transfers.data.transfers import Prepared, Subject, Wanted
from anju.foundation.actor import Actor, system
from anju.foundation.db.scope import acting
from anju.foundation.errors import NotFound, Refused

Body = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Arrived:
    """What came from another place. `key`: of its intake, the same however often it comes; `person_id`: the record it
    is surely about; `place`: the code of this place; `hidden`: the person is shielded, so nothing may say where they
    are."""

    key: str
    body: Body
    person_id: int | None
    place: str
    hidden: bool = False


@dataclass(frozen=True, slots=True)
class Taken:
    """Where what came lies now: scope key of the office. `done`: it was taken in; else a person looks, because of
    `doubt`."""

    office: str
    done: bool = False
    doubt: str = ""
    child_id: int | None = None


@dataclass(frozen=True, slots=True)
class Provider:
    """`right`: the permission by which somebody takes in here what is brought to them, under `office` and their region.
    `offered`: whose records the person may have sent on; `prepared`: what would go (named errors where it cannot);
    `take_in`: what the platform itself does with what came; `by_hand`: what a member of staff does with it, who looked
    (errors are for them to read)."""

    right: str
    office: str
    offered: Callable[[Actor, datetime], Sequence[Subject]]
    prepared: Callable[[Wanted, Actor, datetime], Prepared]
    take_in: Callable[[Arrived, Actor, datetime], Taken]
    by_hand: Callable[[Arrived, Taken, Actor, datetime], Taken]


_PROVIDERS: dict[str, Provider] = {}


def add_provider(kind: str, provider: Provider) -> None:
    """Let this provider answer for a kind of `data/kinds.yaml`."""
    _PROVIDERS[kind] = provider


def provider(kind: str) -> Provider:
    """Who answers for a kind. `NotFound` ``transfer_kind``."""
    if kind not in _PROVIDERS:
        raise NotFound("transfer_kind")
    return _PROVIDERS[kind]


def providers() -> Mapping[str, Provider]:
    """All of them."""
    return _PROVIDERS


def person_named(person_id: int) -> dict[str, str]:
    """A person as messages name them, for whoever may ask for them: that it was shown is for the caller to record.
    `Refused` ``document_missing`` where the other place could not find them."""
    with acting(system("exchange.transfers")):
        found = persons_written([person_id]).get(person_id)
    if found is None:
        raise Refused("document_missing")
    return found
