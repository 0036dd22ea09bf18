"""``/declarations``: many at once, and what became of them."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Annotated, Any

from ninja import Header, Router, Schema
from pydantic import ConfigDict, Field, create_model

from anju.domains.employers import api as employers
from anju.domains.places import api as places
from anju.domains.register import api as register
from anju.domains.register.api import API, FIELDS, KINDS, DeclaredField, Receipt, Sender
from anju.foundation.actor import Actor
from anju.foundation.errors import NotAllowed
from anju.interfaces.rest.auth import TokenRequest
from anju.interfaces.rest.errors import ERRORS, Problem, language
from anju.interfaces.rest.parameters import one_of
from anju.interfaces.texts.reasons import sentence


class _Item(Schema):
    """What every item has."""

    model_config = ConfigDict(extra="forbid")

    key: Annotated[
        str,
        Field(
            min_length=1, max_length=80, description="Yours, unique for ever: makes it idempotent."
        ),
    ]
    document_seen: Annotated[
        bool,
        Field(
            description="Whoever sends this has the document in hand: what is unlikely about "
            "it does not wait, where the sender may decide reviews."
        ),
    ] = False


_TYPES = {"String": str, "Date": date, "Boolean": bool}


def _type_of(field: DeclaredField) -> Any:  # noqa: ANN401 - a type
    if field.values:
        return one_of(field.values)
    if field.pattern:
        return Annotated[str, Field(pattern=field.pattern)]
    if field.most:
        return Annotated[str, Field(description=f"At most {field.most} characters.")]
    return _TYPES[str(field.dtype)]


def _offered() -> dict[str, Any]:
    """The fields that a sender may give; all but the name may be absent."""
    given = {n: _type_of(f) for n, f in FIELDS.items() if API in f.by and n not in ("key", "kind")}
    optional = {n: (t | None, None) for n, t in given.items() if n != "name"}
    return {"kind": (one_of(KINDS), ...), "name": (given["name"], ...), **optional}


if TYPE_CHECKING:
    Item = _Item
else:
    Item = create_model(
        "Item",
        __base__=_Item,
        __doc__="One declaration about one person (docs/api.md says what each kind needs). A text that is too long "
        "refuses its own declaration, never the batch.",
        **_offered(),
    )


class Declarations(Schema):
    """1 to 1,000 statements."""

    model_config = ConfigDict(extra="forbid")

    items: Annotated[list[Item], Field(min_length=1, max_length=1000)]


class Result(Schema):
    """What became of one statement. `reason` says why it was refused or waits, `detail` the same in words."""

    key: str
    status: Annotated[
        str,
        Field(json_schema_extra={"enum": ["applied", "unchanged", "refused", "waiting", "undone"]}),
    ]
    reason: str
    detail: str
    declaration: int
    person: int | None
    home: str | None


class Answer(Schema):
    """The answer to a batch: counts by status, and each item's result in the order sent."""

    batch: int
    repeated: bool
    counts: dict[str, int]
    results: list[Result]


router = Router()
Key = Annotated[
    str,
    Header(
        alias="Idempotency-Key",
        min_length=1,
        max_length=80,
        pattern=r"^[\x21-\x7e]+$",
        description="Names the batch. The same request again is answered as the first time.",
    ),
]


@router.post("/declarations", response={200: Answer, ERRORS: Problem}, summary="Declare")
def declare(request: TokenRequest, body: Declarations, idempotency_key: Key) -> Answer:
    """Say 1 to 1,000 things about people. Good items count even when others are refused; each has its result."""
    rows = [
        {**item.model_dump(exclude_none=True, exclude={"document_seen"}), "row": n}
        for n, item in enumerate(body.items, start=1)
    ]
    receipt = register.declare_grouped(
        rows,
        sender=sender_of(request.actor),
        actor=request.actor,
        at=request.at,
        batch_key=idempotency_key,
        seen={i.key: register.DOCUMENT_SEEN for i in body.items if i.document_seen},
    )
    return answer(receipt)


def answer(receipt: Receipt) -> Answer:
    """A receipt as the API gives it."""
    homes = places.homes([o.home_id for o in receipt.outcomes if o.home_id])
    results = [
        Result(
            key=o.key,
            status=o.status,
            reason=o.reason,
            detail=sentence(o.reason, language()) if o.reason else "",
            declaration=o.declaration_id,
            person=o.person_id,
            home=homes[o.home_id].code if o.home_id in homes else None,
        )
        for o in receipt.outcomes
    ]
    return Answer(
        batch=receipt.batch_id, repeated=receipt.repeated, counts=receipt.counts, results=results
    )


def sender_of(actor: Actor) -> Sender:
    """A department or an office speaks for its area, a landlord or employer for its party, a resident for nobody else.

    `NotAllowed` sender_unclear for several parties at once: such an actor needs a token for each.
    """
    regions, parties = actor.regions("declare"), actor.parties("declare")
    source = f"user:{actor.user_id}"
    if regions:
        return Sender(source, "api", actor.label, region=regions[0] if len(regions) == 1 else "")
    if actor.kind == "public" and all(p.startswith("person:") for p in parties):
        return Sender(source, "resident", actor.label)
    named = [p for p in parties if not p.startswith("person:")]
    if len(named) != 1:
        raise NotAllowed("sender_unclear")
    party, (kind, _, number) = named[0], named[0].partition(":")
    if kind == "holder":
        return Sender(party, "landlord", actor.label, party=party)
    employer = employers.employers([int(number)])[int(number)]
    return Sender(
        party,
        "employer",
        employer.name,
        party=party,
        employer_id=employer.id,
        region=employer.region,
    )
