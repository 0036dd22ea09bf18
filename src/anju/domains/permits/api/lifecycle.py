"""The interface of the permit lifecycle, its cards and the figures. Values out, never rows."""

from anju.domains.permits.applications.operations.carrying_out import carry_out
from anju.domains.permits.applications.queries.numbers import Numbered, by_number
from anju.domains.permits.figures.queries.facts import FACTS
from anju.domains.permits.figures.queries.figures import (
    MEASURES,
    Counted,
    FigureRow,
    PermitFigures,
    numbers_of,
    permit_figures,
    permits_counted,
)
from anju.domains.permits.lifecycle.operations.cancelling import cancel, undo_end, withdraw
from anju.domains.permits.lifecycle.operations.endorsing import endorse
from anju.domains.permits.lifecycle.operations.importing import LegacyImport, import_permits
from anju.domains.permits.lifecycle.operations.issuing import open_permit
from anju.domains.permits.lifecycle.operations.loss_and_replacement import (
    complete_card,
    follow,
    order_card,
    report_found,
    report_loss,
)
from anju.domains.permits.lifecycle.operations.merging import merge_permits
from anju.domains.permits.lifecycle.operations.nightly import expire_due, remind_due, suspend_due
from anju.domains.permits.lifecycle.queries import (
    EndorsementStatus,
    Life,
    PermitPage,
    card,
    cards_of,
    endorsement_status,
    life_of,
    permit,
    permit_by_number,
    permit_ids,
    permits,
    permits_of,
    permits_page,
)
from anju.domains.permits.lifecycle.rules import beginning, spaced
from anju.domains.permits.lifecycle.rules import read as read_number
from anju.domains.permits.production.data import (
    PRINTED_SEX,
    BatchStatus,
    CardFace,
    CardOrder,
    CardResult,
    CardStatus,
    CardView,
    DeliveryStatus,
    DeliveryView,
    DeliveryWay,
    HandOver,
    ethnicity_label,
)
from anju.domains.permits.production.operations.batches import (
    MOST,
    cancel_batch,
    export_batch,
    prepare_batch,
)
from anju.domains.permits.production.operations.delivering import (
    hand_over,
    post_card,
    send_code_again,
)
from anju.domains.permits.production.operations.layout import store_photo
from anju.domains.permits.production.operations.printing import (
    card_data,
    card_face,
    card_gaps,
    cards_lacking,
)
from anju.domains.permits.production.operations.results import Taken, made_here, take_results
from anju.domains.permits.production.operations.retention import forget_ended
from anju.domains.permits.production.operations.signing import (
    Centre,
    FileSigner,
    Signer,
    centres,
    signer,
    trust_centre,
)
from anju.domains.permits.production.queries import (
    BatchView,
    CardLine,
    ItemView,
    batch,
    batches,
    cards_page,
    count_batches,
    waiting_cards,
)
from anju.domains.permits.production.rules.packages import Seal, pack_results, unpack_orders
from anju.domains.permits.transitions.data.transitions import (
    LIVE,
    CancelReason,
    CardReason,
    PermitState,
    PermitView,
    TransitionKind,
    TransitionView,
    WithdrawReason,
)
from anju.domains.permits.transitions.rules import TRANSITIONS

__all__ = [
    "FACTS",
    "LIVE",
    "MEASURES",
    "MOST",
    "PRINTED_SEX",
    "TRANSITIONS",
    "BatchStatus",
    "BatchView",
    "CancelReason",
    "CardFace",
    "CardLine",
    "CardOrder",
    "CardReason",
    "CardResult",
    "CardStatus",
    "CardView",
    "Centre",
    "Counted",
    "DeliveryStatus",
    "DeliveryView",
    "DeliveryWay",
    "EndorsementStatus",
    "FigureRow",
    "FileSigner",
    "HandOver",
    "ItemView",
    "LegacyImport",
    "Life",
    "Numbered",
    "PermitFigures",
    "PermitPage",
    "PermitState",
    "PermitView",
    "Seal",
    "Signer",
    "Taken",
    "TransitionKind",
    "TransitionView",
    "WithdrawReason",
    "batch",
    "batches",
    "beginning",
    "by_number",
    "cancel",
    "cancel_batch",
    "card",
    "card_data",
    "card_face",
    "card_gaps",
    "cards_lacking",
    "cards_of",
    "cards_page",
    "carry_out",
    "centres",
    "complete_card",
    "count_batches",
    "endorse",
    "endorsement_status",
    "ethnicity_label",
    "expire_due",
    "export_batch",
    "follow",
    "forget_ended",
    "hand_over",
    "import_permits",
    "life_of",
    "made_here",
    "merge_permits",
    "numbers_of",
    "open_permit",
    "order_card",
    "pack_results",
    "permit",
    "permit_by_number",
    "permit_figures",
    "permit_ids",
    "permits",
    "permits_counted",
    "permits_of",
    "permits_page",
    "post_card",
    "prepare_batch",
    "read_number",
    "remind_due",
    "report_found",
    "report_loss",
    "send_code_again",
    "signer",
    "spaced",
    "store_photo",
    "suspend_due",
    "take_results",
    "trust_centre",
    "undo_end",
    "unpack_orders",
    "waiting_cards",
    "withdraw",
]
