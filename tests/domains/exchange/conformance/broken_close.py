"""Places that keep the rules nearly: written without a look at the cases, from what goes wrong in such programs."""

from __future__ import annotations

import json
from collections import OrderedDict
from dataclasses import replace
from datetime import timedelta
from urllib.parse import quote

from anju.domains.exchange.api import messages, signing
from anju.domains.exchange.signing.rules.profile import content_digest
from anju.foundation.errors import NotAllowed
from tests.domains.exchange.conformance.broken import breaks
from tests.factories.places import MemoryPlace


def compact(body):
    return json.dumps(json.loads(body), ensure_ascii=False, separators=(",", ":")).encode()


@breaks("compares the digest with the message as it writes it again", "S-302")
class DigestOfRewritten(MemoryPlace):
    def verify(self, request):
        try:
            return super().verify(request)
        except NotAllowed as refused:
            if refused.code != "digest_wrong":
                raise
        request = replace(request, body=compact(request.body))
        return super().verify(request)


@breaks("does not mind white space when it compares the digest", "S-301")
class LaxDigest(MemoryPlace):
    def items(self, request):
        return super().items(request)

    def verify(self, request):
        try:
            return super().verify(request)
        except NotAllowed as refused:
            if refused.code != "digest_wrong":
                raise
            value = json.loads(request.body)
            for indent in (None, 1, 2, 4):
                body = json.dumps(value, ensure_ascii=False, indent=indent).encode()
                if content_digest(body) == request.headers["content-digest"]:
                    return super().verify(replace(request, body=body))
            raise


@breaks("looks at the first algorithm of a digest only when it knows it", "S-303")
class OneAlgorithm(MemoryPlace):
    def verify(self, request):
        given = request.headers.get("content-digest", "")
        if given.startswith("sha-512=") and "sha-256" not in given:
            try:
                return super().verify(request)
            except NotAllowed as refused:
                if refused.code != "digest_wrong":
                    raise
                return signing.Verified(self.keys.used.key.kid, str(id(request)), 0, 0, b"", b"")
        return super().verify(request)


@breaks("gives clocks five minutes", "S-304")
class PatientClock(MemoryPlace):
    def verify(self, request):
        for minutes in (0, -4, 4):
            try:
                at = self.clock() + timedelta(minutes=minutes)
                return signing.verified(request, self.key_of, at=at)
            except NotAllowed as refused:
                wrong = refused
                if refused.code not in ("signature_expired", "signature_from_future"):
                    raise
        raise wrong


@breaks("remembers the last nonce of a key only", "S-311")
class LastNonce(MemoryPlace):
    def spend(self, nonce):
        if nonce in self.nonces:
            raise NotAllowed("nonce_used")
        self.nonces = {nonce}


@breaks("remembers ten nonces", "S-311")
class FewNonces(MemoryPlace):
    def spend(self, nonce):
        kept = self.__dict__.setdefault("kept", OrderedDict())
        if nonce in kept:
            raise NotAllowed("nonce_used")
        kept[nonce] = True
        while len(kept) > 10:
            kept.popitem(last=False)


@breaks("holds nonce and moment together for one use", "S-312")
class NonceOfMoment(MemoryPlace):
    def admit(self, request):
        proof = self.verify(request)
        if len(request.body) > messages.MOST_BYTES:
            raise NotAllowed("body_too_large")
        if request.headers["content-type"].split(";")[0] != "application/json":
            raise NotAllowed("media_type_wrong")
        self.spend(f"{proof.nonce} {request.headers['signature-input'].split('created=')[1][:10]}")
        if proof.keyid == self.keys.suspended.key.kid:
            raise NotAllowed("peer_suspended")


@breaks("signs all answers under one nonce", "S-313")
class OneNonce(MemoryPlace):
    def sign(self, bare):
        try:
            return signing.signed(bare, self.own, nonce="n" * 20, at=self.clock())
        except signing.NotCoverable:
            bare = replace(bare, request=None)
            return signing.signed(bare, self.own, nonce="n" * 20, at=self.clock())


@breaks("does not sign an answer in which anything is rejected", "M-101")
class SignsReceipts(MemoryPlace):
    def sign(self, bare):
        return {} if b'"rejection"' in bare.body else super().sign(bare)


@breaks("takes a correction for a new message", "O-043")
class CorrectsNothing(MemoryPlace):
    def judge(self, item):
        return None if item["class"] == "correction" else super().judge(item)


@breaks("takes a correction as often as it comes", "O-044")
class CorrectsAgain(MemoryPlace):
    def judge(self, item):
        fault = super().judge(item)
        late = fault is not None and fault.code == "sequence_taken"
        return None if late and item["class"] == "correction" else fault

    def repeated(self, item):
        return super().repeated(item)


@breaks("keeps the last epoch alone", "O-045")
class LatestEpoch(MemoryPlace):
    def judge(self, item):
        newest = max(
            (e for s, e, _ in self.known.places if s == item["subject"]), default=item["epoch"]
        )
        if item["epoch"] < newest:
            return messages.Fault("sequence_taken", "/epoch")
        return super().judge(item)


@breaks("judges a batch by what was there before it", "O-041")
class BatchBlind(MemoryPlace):
    def body(self, results):
        for item in self.__dict__.pop("later", []):
            self.known.keep(item)
        return super().body(results)

    def keep(self, item):
        self.__dict__.setdefault("later", []).append(item)


@breaks("looks for unknown members at the top only", "M-321")
class ShallowMembers(MemoryPlace):
    def faults(self, item):
        return [f for f in super().faults(item) if not f.at.startswith("/body/person")]


@breaks("matches up to a line feed", "M-301")
class LineFeeds(MemoryPlace):
    def faults(self, item):
        if isinstance(item, dict):
            item = {k: v.rstrip("\n") if isinstance(v, str) else v for k, v in item.items()}
        return super().faults(item)

    def judge(self, item):
        return super().judge({**item, "agreement": item["agreement"].rstrip("\n")})


@breaks("takes a truth value for a number", "M-303")
class TruthIsOne(MemoryPlace):
    def faults(self, item):
        if isinstance(item, dict):
            item = {k: int(v) if isinstance(v, bool) else v for k, v in item.items()}
        return super().faults(item)


@breaks("answers refusals as plain text", "S-101")
class PlainRefusals(MemoryPlace):
    def answer(self, request, status, body):
        if status == 200:
            return super().answer(request, status, body)
        text = json.dumps(body).encode()
        bare = signing.HttpMessage(
            text, {"content-type": "text/plain"}, status=status, request=request
        )
        return status, {**bare.headers, **self.sign(bare)}, text


@breaks("names the person where an order is broken", "O-013")
class NamesInOrder(MemoryPlace):
    def judge(self, item):
        fault = super().judge(item)
        person = item.get("body", {}).get("person", {})
        if fault is None or fault.code != "sequence_taken" or not person:
            return fault
        return messages.Fault(fault.code, f"/sequence/{quote(person['name'])}")


@breaks("puts the person's number into a header", "M-001")
class NumberInHeader(MemoryPlace):
    def items(self, request):
        items = super().items(request)
        found = [
            i["body"]["person"]["doc_number"]
            for i in items
            if "person" in str(i)[:2000]
            and isinstance(i, dict)
            and isinstance(i.get("body"), dict)
            and "person" in i["body"]
        ]
        self.about = found[0] if found else ""
        return items

    def answer(self, request, status, body):
        status, headers, text = super().answer(request, status, body)
        return status, {**headers, "x-subject": self.__dict__.get("about", "")}, text


@breaks("reads half a character", "R-044")
class HalfCharacters(MemoryPlace):
    def read(self, body):
        if b"\\ud800" in body:
            return json.loads(body)
        return super().read(body)


@breaks("reads members twice further in", "R-041")
class ShallowTwice(MemoryPlace):
    def read(self, body):
        if body.startswith(b'[{"a":{'):
            return json.loads(body)
        return super().read(body)
