"""Thirty places that break one rule each, as real ones did, and the case that has to find it."""

from __future__ import annotations

import hashlib
import json
import re
from dataclasses import replace
from datetime import timedelta

from anju.domains.exchange.api import messages, signing
from anju.domains.exchange.signing.rules.structured import read_inputs
from anju.foundation.credentials.signing import HeldKey
from anju.foundation.errors import NotAllowed
from tests.factories.places import MemoryPlace

BROKEN: dict[str, tuple[type[MemoryPlace], str]] = {}
"""What is broken → the place, and the case that must fail."""


def breaks(what: str, case: str):
    def enter(place: type[MemoryPlace]) -> type[MemoryPlace]:
        BROKEN[what] = (place, case)
        return place

    return enter


def without(*codes):
    """A place that never finds these faults of a message."""

    class Place(MemoryPlace):
        def faults(self, item):
            return [f for f in super().faults(item) if f.code not in codes]

        def judge(self, item):
            fault = super().judge(item)
            return None if fault is not None and fault.code in codes else fault

    return Place


def admitting(*codes):
    """A place that lets requests pass which it should refuse under these codes."""

    class Place(MemoryPlace):
        def verify(self, request):
            try:
                return super().verify(request)
            except NotAllowed as refused:
                if refused.code not in codes:
                    raise
                (what,) = list(read_inputs(request.headers["signature-input"]).values())[:1]
                kid = what.params.get("keyid", "")
                return signing.Verified(
                    str(kid), str(what.params.get("nonce", id(request))), 0, 0, b"", b""
                )

    return Place


for what, code, case in (
    ("takes a changed body", "digest_wrong", "S-119"),
    ("does not verify the signature", "signature_wrong", "S-132"),
    ("takes expired signatures", "signature_expired", "S-124"),
    ("takes signatures of tomorrow", "signature_from_future", "S-125"),
    ("takes signatures for ever", "signature_too_long", "S-126"),
    ("does not ask for a nonce", "nonce_missing", "S-121"),
    ("lets the message choose the algorithm", "signature_algorithm", "S-129"),
    ("takes what is not covered", "signature_component_missing", "S-113"),
    ("takes a key that has ended", "signature_key_ended", "S-131"),
):
    BROKEN[what] = (admitting(code), case)

for what, code, case in (
    ("takes messages for others", "recipient_wrong", "M-204"),
    ("takes messages in others' names", "sender_wrong", "M-205"),
    ("knows no end of an agreement", "agreement_ended", "O-002"),
    ("takes proposals without end", "agreement_talks", "A-020"),
    ("takes terms with a third place", "agreement_sides", "A-011"),
    ("counts no quota", "agreement_quota", "O-005"),
    ("keeps no purpose", "agreement_purpose", "O-004"),
    ("lets a term be a day", "term_too_short", "M-213"),
    ("takes days to come", "day_in_future", "M-207"),
    ("takes references into nothing", "reference_unknown", "O-020"),
    ("lets a place answer itself", "reference_sender", "O-023"),
    ("takes two messages in one place of the order", "sequence_taken", "O-013"),
):
    BROKEN[what] = (without(code), case)


@breaks("takes a replay", "S-201")
class Replays(MemoryPlace):
    def spend(self, nonce):
        pass


@breaks("burns the nonce of a forged request", "S-203")
class BurntNonces(MemoryPlace):
    def verify(self, request):
        found = re.search('nonce="([^"]*)"', request.headers.get("signature-input", ""))
        if found:
            self.spend(found[1])
        return super().verify(request)

    def admit(self, request):
        proof = self.verify(request)
        if proof.keyid == self.keys.suspended.key.kid:
            raise NotAllowed("peer_suspended")


@breaks("reads the last of two members", "R-012")
class LastMember(MemoryPlace):
    def read(self, body):
        try:
            return messages.read_json(body)
        except messages.NotReadable as error:
            try:
                return json.loads(body)
            except (ValueError, RecursionError):
                raise NotAllowed("body_not_json") from error


@breaks("overwrites a message by another of the same id", "O-012")
class Overwrites(MemoryPlace):
    def repeated(self, item):
        return False

    def judge(self, item):
        fault = super().judge(item)
        return None if fault and fault.code in ("id_content_differs", "sequence_taken") else fault


@breaks("refuses a message that comes again", "S-204")
class Forgets(MemoryPlace):
    def repeated(self, item):
        return False


@breaks("rejects the whole batch for one", "R-024")
class AllOrNothing(MemoryPlace):
    def items(self, request):
        items = super().items(request)
        if len(items) > 1 and any(messages.kept_out(self.faults(i)) for i in items):
            raise NotAllowed("body_not_json")
        return items


@breaks("answers results in another order", "R-024")
class Shuffles(MemoryPlace):
    def body(self, results):
        return super().body(list(reversed(results)))


@breaks("drops a message of a long batch and receipts it not", "R-023")
class Drops(MemoryPlace):
    def items(self, request):
        return super().items(request)[:99]


@breaks("wants its messages in order", "O-014")
class InOrder(MemoryPlace):
    def judge(self, item):
        subject, epoch, sequence = item["subject"], item["epoch"], item["sequence"]
        if sequence > 1 and (subject, epoch, sequence - 1) not in self.known.places:
            return messages.Fault("sequence_taken", "/sequence")
        return super().judge(item)


@breaks("knows no new epoch", "O-015")
class NoEpochs(MemoryPlace):
    def judge(self, item):
        taken = {(s, n) for s, _, n in self.known.places}
        if (item["subject"], item["sequence"]) in taken:
            return messages.Fault("sequence_taken", "/sequence")
        return super().judge(item)


@breaks("keeps a person out for a wrong check character", "M-240")
class StrictNumbers(MemoryPlace):
    def result(self, item):
        wrong = self.faults(item)
        return self.rejection(item, wrong) if wrong else super().result(item)


@breaks("does not sign its answers", "S-001")
class Unsigned(MemoryPlace):
    def sign(self, bare):
        return {}


@breaks("signs by a key it has not published", "S-001")
class OtherKey(MemoryPlace):
    def sign(self, bare):
        sound, self.own = self.own, HeldKey.make()
        fields = super().sign(bare)
        self.own = sound
        return fields


@breaks("does not bind its answer to the request", "S-001")
class Unbound(MemoryPlace):
    def sign(self, bare):
        return super().sign(replace(bare, request=None))


@breaks("signs successes only", "S-205")
class SignsSuccesses(MemoryPlace):
    def sign(self, bare):
        return super().sign(bare) if bare.status == 200 else {}


@breaks("receipts the digest of the bytes, not of the message", "R-022")
class DigestOfBytes(MemoryPlace):
    def items(self, request):
        self.last = request.body
        return super().items(request)

    def receipt(self, item, repeated, wrong):
        found = super().receipt(item, repeated, wrong)
        if not self.last.startswith(b"["):
            found["digest"] = hashlib.sha256(self.last).hexdigest()
        return found


@breaks("repeats the person's number in a rejection", "R-027")
class Chatty(MemoryPlace):
    def rejection(self, item, wrong):
        found = super().rejection(item, wrong)
        person = item.get("body", {}) if isinstance(item, dict) else {}
        text = json.dumps(person, ensure_ascii=False)
        found["errors"] = [{**e, "at": (e["at"] + text)[:300]} for e in found["errors"]]
        return found


@breaks("answers errors with status 200", "S-101")
class AlwaysFine(MemoryPlace):
    def answer(self, request, status, body):
        return super().answer(request, 200, body)


@breaks("names another place", "R-026")
class Elsewhere(MemoryPlace):
    def body(self, results):
        return {**super().body(results), "place": "110101"}


@breaks("has a clock of yesterday", "R-026")
class LateClock(MemoryPlace):
    def body(self, results):
        then = self.clock() - timedelta(days=1)
        return {**super().body(results), "received": then.isoformat()}


@breaks("knows no withdrawal", "M-007")
class NoWithdrawals(MemoryPlace):
    def faults(self, item):
        if isinstance(item, dict) and item.get("class") == "withdrawal":
            return [messages.Fault("class_unknown", "/class")]
        return super().faults(item)


@breaks("does not look at bodies", "M-159")
class NoBodies(MemoryPlace):
    def faults(self, item):
        return [f for f in super().faults(item) if f.code != "body_invalid"]


@breaks("takes two megabytes", "R-003")
class Large(MemoryPlace):
    def admit(self, request):
        if len(request.body) > messages.MOST_BYTES:
            self.verify(request)
            return
        super().admit(request)
