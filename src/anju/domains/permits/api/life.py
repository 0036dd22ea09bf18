"""The door to a permit's life, its cards and the figures. Values out, never rows."""

from anju.domains.permits.data.cards import ETHNICITIES, CardFace, CardOrder, CardResult, ethnicity_word
from anju.domains.permits.data.held import CardView, DeliveryView, HandOver, Life, PermitView, TurnView
from anju.domains.permits.data.states import LIVE, BatchStatus, CardStatus, DeliveryStatus, DeliveryWay, Held
from anju.domains.permits.data.turns import CancelReason, CardReason, TurnKind, WithdrawReason
from anju.domains.permits.operations.life.carrying import carry_out
from anju.domains.permits.operations.life.ending import cancel, undo_end, withdraw
from anju.domains.permits.operations.life.endorsing import endorse
from anju.domains.permits.operations.life.importing import LegacyImport, import_permits
from anju.domains.permits.operations.life.issuing import open_permit
from anju.domains.permits.operations.life.losing import complete_card, order_card, report_found, report_loss
from anju.domains.permits.operations.life.merging import merge_permits
from anju.domains.permits.operations.life.moving import follow
from anju.domains.permits.operations.life.nightly import expire_due, remind_due, suspend_due
from anju.domains.permits.operations.making.batches import MOST, cancel_batch, export_batch, prepare_batch
from anju.domains.permits.operations.making.delivering import hand_over, post_card, send_code_again
from anju.domains.permits.operations.making.forgetting import forget_ended
from anju.domains.permits.operations.making.photos import keep_photo
from anju.domains.permits.operations.making.printing import card_data, card_face, card_gaps, cards_lacking
from anju.domains.permits.operations.making.results import Taken, made_here, take_results
from anju.domains.permits.operations.making.signing import Centre, FileSigner, Signer, centres, signer, trust_centre
from anju.domains.permits.queries.figures import (
    MEASURES,
    Counted,
    FigureRow,
    PermitFigures,
    permit_figures,
    permits_counted,
)
from anju.domains.permits.queries.life.keeping import KeepView, keeping_of
from anju.domains.permits.queries.life.numbers import Numbered, by_number
from anju.domains.permits.queries.life.permits import (
    PermitPage,
    card,
    cards_of,
    life_of,
    permit,
    permit_by_number,
    permit_ids,
    permits,
    permits_of,
    permits_page,
)
from anju.domains.permits.queries.production import (
    BatchView,
    CardLine,
    ItemView,
    batch,
    batches,
    cards_page,
    count_batches,
    waiting_cards,
)
from anju.domains.permits.rules.numbers import beginning, spaced
from anju.domains.permits.rules.numbers import read as read_number
from anju.domains.permits.rules.parcels import Seal, pack_results, unpack_orders
from anju.domains.permits.rules.turns import TURNS

__all__ = [
    "ETHNICITIES",
    "LIVE",
    "MEASURES",
    "MOST",
    "TURNS",
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
    "FigureRow",
    "FileSigner",
    "HandOver",
    "Held",
    "ItemView",
    "KeepView",
    "LegacyImport",
    "Life",
    "Numbered",
    "PermitFigures",
    "PermitPage",
    "PermitView",
    "Seal",
    "Signer",
    "Taken",
    "TurnKind",
    "TurnView",
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
    "ethnicity_word",
    "expire_due",
    "export_batch",
    "follow",
    "forget_ended",
    "hand_over",
    "import_permits",
    "keep_photo",
    "keeping_of",
    "life_of",
    "made_here",
    "merge_permits",
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
    "suspend_due",
    "take_results",
    "trust_centre",
    "undo_end",
    "unpack_orders",
    "waiting_cards",
    "withdraw",
]
