"""The ciphertexts of the exchange, and what binds each to its row."""

from __future__ import annotations

from anju.domains.exchange.bridge.queries.standing import ANSWERED, ITEM
from anju.domains.exchange.changes.operations.webhooks import BEARER
from anju.domains.exchange.deliveries.queries.deliveries import REFUSED
from anju.domains.exchange.deliveries.queries.facts import CONTENT
from anju.domains.exchange.extracts.queries.extracts import PART
from anju.domains.exchange.forms.queries.forms import CELLS
from anju.domains.exchange.links.queries.gateways import CONTEXT
from anju.domains.exchange.links.queries.messages import PAYLOAD
from anju.domains.exchange.links.queries.peers import SECRET
from anju.domains.exchange.picture.operations.pictures import NOTE
from anju.domains.exchange.returns.operations.returning import NOTE as RETURN_NOTE
from anju.domains.exchange.returns.operations.returning import VALUES
from anju.domains.exchange.shields.queries import DISCLOSED
from anju.domains.exchange.stamps.operations.stamping import SECRET as STAMP_KEY
from anju.domains.exchange.tickets.queries.tickets import ANSWER as TICKET_ANSWER
from anju.domains.exchange.tickets.queries.tickets import CONTENT as TICKET
from anju.domains.exchange.transfers.queries.transfers import BODY
from anju.foundation.crypto.binding import BoundColumn

BOUND = (
    BoundColumn("exchange_bridge_item", "payload_cipher", "bridge_id, direction, key", (ITEM,)),
    BoundColumn("exchange_bridge_item", "answer_cipher", "bridge_id, direction, key", (ANSWERED,)),
    BoundColumn("exchange_extract_part", "data_cipher", "extract_id, number", (PART,), file=True),
    BoundColumn("exchange_return_difference", "values_cipher", "comparison_id, row", (VALUES,)),
    BoundColumn("exchange_return_difference", "note_cipher", "comparison_id, row", (RETURN_NOTE,)),
    BoundColumn("exchange_picture_ticket", "note_cipher", "id", (NOTE,)),
    BoundColumn("exchange_message", "payload_cipher", "direction, peer_id, message_id", (PAYLOAD,)),
    BoundColumn("exchange_gateway_secret", "secret_cipher", "scheme, caller", (CONTEXT,)),
    BoundColumn("exchange_webhook", "bearer_cipher", "agreement_id", (BEARER,)),
    BoundColumn("exchange_filled_form", "cells_cipher", "key", (CELLS,)),
    BoundColumn("exchange_shield_enquiry", "content_cipher", "key", (DISCLOSED,)),
    BoundColumn("exchange_transfer", "body_cipher", "key", (BODY,)),
    BoundColumn("exchange_ticket", "content_cipher", "fact_id, field, number", (TICKET,)),
    BoundColumn("exchange_ticket", "answer_cipher", "fact_id, field, number", (TICKET_ANSWER,)),
    BoundColumn("exchange_fact", "content_cipher", "id", (CONTENT,)),
    BoundColumn("exchange_refused_part", "rows_cipher", "delivery_id, part", (REFUSED,)),
    BoundColumn("exchange_stamp_key", "secret_cipher", "serial", (STAMP_KEY,)),
    BoundColumn("exchange_own_key", "secret_cipher", "kid", (SECRET,)),
)
"""Values that are bound to their rows."""
