"""Messages between two places: classes, schemas, reference messages, faults and the catalogue of errors."""

from anju.domains.exchange.messages.data.classes import (
    CLASSES,
    MOST_BYTES,
    MOST_MESSAGES,
    NEGOTIATION,
    PURPOSES,
    VERSION,
    ErrorEntry,
    MessageClass,
    errors,
    term_days,
)
from anju.domains.exchange.messages.data.messages import Fault, Occasion
from anju.domains.exchange.messages.rules.canonical import (
    NotReadable,
    canonical,
    digest,
    read_json,
)
from anju.domains.exchange.messages.rules.checking import faults, kept_out
from anju.domains.exchange.messages.rules.schemas import (
    pointers,
    reference_messages,
    schema,
    versions,
)

__all__ = [
    "CLASSES",
    "MOST_BYTES",
    "MOST_MESSAGES",
    "NEGOTIATION",
    "PURPOSES",
    "VERSION",
    "ErrorEntry",
    "Fault",
    "MessageClass",
    "NotReadable",
    "Occasion",
    "canonical",
    "digest",
    "errors",
    "faults",
    "kept_out",
    "pointers",
    "read_json",
    "reference_messages",
    "schema",
    "term_days",
    "versions",
]
