"""Tables of the exchange."""

from anju.domains.exchange.answers.models import AnswerAgreement, AnswerUse
from anju.domains.exchange.bridge.models import Bridge, BridgeFileRow, BridgeItem, BridgeKey
from anju.domains.exchange.catalogue.models import CatalogueEntry, CatalogueEntryVersion
from anju.domains.exchange.changes.models import (
    Change,
    ChangeAgreement,
    ChangeUse,
    Webhook,
    WebhookAttempt,
)
from anju.domains.exchange.cooperation.models import (
    Cooperation,
    CooperationReport,
    CooperationStep,
)
from anju.domains.exchange.databases.models import SourceDatabase
from anju.domains.exchange.deliveries.models import Connector, Delivery, Fact, RefusedPart
from anju.domains.exchange.extracts.models import Extract, ExtractPart
from anju.domains.exchange.forms.models import FilledForm, OfficeForm
from anju.domains.exchange.links.models import (
    Agreement,
    AgreementUse,
    GatewaySecret,
    LogEntry,
    Message,
    Move,
    Nonce,
    OwnKey,
    OwnPlace,
    Peer,
    PeerKey,
    Refusal,
    Stream,
)
from anju.domains.exchange.mapping.models import MappingVersion
from anju.domains.exchange.picture.models import PictureTicket
from anju.domains.exchange.returns.models import ReturnComparison, ReturnDifference
from anju.domains.exchange.shields.models import Shield, ShieldEnquiry
from anju.domains.exchange.stamps.models import Stamp, StampKey
from anju.domains.exchange.tickets.models import Ticket
from anju.domains.exchange.transfers.models import Transfer, TransferStep

__all__ = [
    "Agreement",
    "AgreementUse",
    "AnswerAgreement",
    "AnswerUse",
    "Bridge",
    "BridgeFileRow",
    "BridgeItem",
    "BridgeKey",
    "CatalogueEntry",
    "CatalogueEntryVersion",
    "Change",
    "ChangeAgreement",
    "ChangeUse",
    "Connector",
    "Cooperation",
    "CooperationReport",
    "CooperationStep",
    "Delivery",
    "Extract",
    "ExtractPart",
    "Fact",
    "FilledForm",
    "GatewaySecret",
    "LogEntry",
    "MappingVersion",
    "Message",
    "Move",
    "Nonce",
    "OfficeForm",
    "OwnKey",
    "OwnPlace",
    "Peer",
    "PeerKey",
    "PictureTicket",
    "Refusal",
    "RefusedPart",
    "ReturnComparison",
    "ReturnDifference",
    "Shield",
    "ShieldEnquiry",
    "SourceDatabase",
    "Stamp",
    "StampKey",
    "Stream",
    "Ticket",
    "Transfer",
    "TransferStep",
    "Webhook",
    "WebhookAttempt",
]
