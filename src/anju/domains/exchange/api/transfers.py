"""What goes from one place to another at a person's own request: asked for, looked at, sent, taken in, in hand."""

from anju.domains.exchange.transfers.data.transfers import (
    CARER,
    ELSEWHERE,
    FAMILY,
    MOST_NOTE,
    NEEDS,
    REASONS,
    SCHOOL,
    VACCINATION,
    Kind,
    Prepared,
    Preview,
    Step,
    Subject,
    TransferState,
    TransferView,
    Wanted,
    kinds,
)
from anju.domains.exchange.transfers.operations import (
    carers,  # noqa: F401 - registers a provider
    families,  # noqa: F401 - registers a provider
    schooling,  # noqa: F401 - registers a provider
    vaccination,  # noqa: F401 - registers a provider
)
from anju.domains.exchange.transfers.operations.handing import bring, in_hand
from anju.domains.exchange.transfers.operations.office import (
    LISTS,
    PAGE,
    at_office,
    check,
    help_given,
    office_list,
    refuse,
    take_in,
    waiting_for_children,
    works_with_transfers,
)
from anju.domains.exchange.transfers.operations.progressing import forget_transfers, proceed
from anju.domains.exchange.transfers.operations.providers import Provider, add_provider
from anju.domains.exchange.transfers.operations.requesting import (
    offered,
    one,
    places,
    preview,
    request,
    send_now,
    withdraw,
)
from anju.domains.exchange.transfers.queries.transfers import transfers_of
from anju.domains.exchange.transfers.rules.hand import MOST_BYTES, Handed, read

__all__ = [
    "CARER",
    "ELSEWHERE",
    "FAMILY",
    "LISTS",
    "MOST_BYTES",
    "MOST_NOTE",
    "NEEDS",
    "PAGE",
    "REASONS",
    "SCHOOL",
    "VACCINATION",
    "Handed",
    "Kind",
    "Prepared",
    "Preview",
    "Provider",
    "Step",
    "Subject",
    "TransferState",
    "TransferView",
    "Wanted",
    "add_provider",
    "at_office",
    "bring",
    "check",
    "forget_transfers",
    "help_given",
    "in_hand",
    "kinds",
    "offered",
    "office_list",
    "one",
    "places",
    "preview",
    "proceed",
    "read",
    "refuse",
    "request",
    "send_now",
    "take_in",
    "transfers_of",
    "waiting_for_children",
    "withdraw",
    "works_with_transfers",
]
