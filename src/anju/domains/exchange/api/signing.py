"""HTTP message signatures by the profile of the exchange."""

from anju.domains.exchange.signing.data.messages import (
    LONGEST,
    OF_ANSWER,
    OF_REQUEST,
    SKEW,
    TAG,
    HttpMessage,
    Verified,
)
from anju.domains.exchange.signing.rules.base import NotCoverable, signature_base
from anju.domains.exchange.signing.rules.profile import (
    ALGORITHMS,
    KeyOf,
    content_digest,
    signed,
    verified,
)
from anju.domains.exchange.signing.rules.structured import (
    Component,
    InnerList,
    NotStructured,
    read_bytes,
    read_inputs,
    written_bytes,
)

__all__ = [
    "ALGORITHMS",
    "LONGEST",
    "OF_ANSWER",
    "OF_REQUEST",
    "SKEW",
    "TAG",
    "Component",
    "HttpMessage",
    "InnerList",
    "KeyOf",
    "NotCoverable",
    "NotStructured",
    "Verified",
    "content_digest",
    "read_bytes",
    "read_inputs",
    "signature_base",
    "signed",
    "verified",
    "written_bytes",
]
