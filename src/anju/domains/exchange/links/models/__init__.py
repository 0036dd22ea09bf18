"""Tables of links: peers, keys, agreements, messages that came and go out, moves, and the log of requests."""

from __future__ import annotations

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q

from anju.domains.exchange.links.data.links import MoveState, PeerState, State
from anju.domains.exchange.links.models.counts import AgreementUse, Refusal
from anju.domains.exchange.links.models.gateways import GatewaySecret
from anju.domains.exchange.messages.data.classes import MEASURED, NEGOTIATION


class OwnPlace(models.Model):
    """This installation as others know it: one row. `code`: of the division it serves."""

    code = models.CharField(max_length=12, db_collation="C")
    name = models.CharField(max_length=60)

    class Meta:
        """Named constraints."""

        db_table = "exchange_own_place"
        constraints = (models.CheckConstraint(condition=Q(id=1), name="exchange_own_place_once"),)

    def __str__(self) -> str:
        """For logs and shells."""
        return self.code


class OwnKey(models.Model):
    """A key pair by which this place signs; the newest that is not retired is in use."""

    kid = models.CharField(max_length=40, unique=True, db_collation="C")
    algorithm = models.CharField(max_length=10)
    point = models.BinaryField(max_length=64)
    secret_cipher = models.BinaryField()
    made_at = models.DateTimeField()
    retired_at = models.DateTimeField(null=True)

    class Meta:
        """Named table."""

        db_table = "exchange_own_key"

    def __str__(self) -> str:
        """For logs and shells."""
        return self.kid


class Peer(models.Model):
    """Another place. `regions`: divisions it serves; `epoch`: restores it last reported; `failure`, `attempts` and
    `next_at`: how the last requests to it went. `test`: only tries this place."""

    code = models.CharField(max_length=12, unique=True, db_collation="C")
    name = models.CharField(max_length=60)
    url = models.CharField(max_length=200)
    regions = ArrayField(models.CharField(max_length=12, db_collation="C"), default=list)
    state = models.CharField(max_length=10, default="active")
    test = models.BooleanField(default=False)
    epoch = models.BigIntegerField(default=0)
    seen_at = models.DateTimeField(null=True)
    failure = models.CharField(max_length=60, blank=True, default="")
    failing_since = models.DateTimeField(null=True)
    attempts = models.IntegerField(default=0)
    next_at = models.DateTimeField(null=True)
    made_at = models.DateTimeField()

    class Meta:
        """Named constraints."""

        constraints = (
            models.CheckConstraint(
                condition=Q(state__in=[s.value for s in PeerState]), name="exchange_peer_state"
            ),
        )

    def __str__(self) -> str:
        """For logs and shells."""
        return self.code


class PeerKey(models.Model):
    """A peer's public key and when it may sign. Rotation: the next is entered before the last ends."""

    peer = models.ForeignKey(Peer, on_delete=models.PROTECT, related_name="keys")
    kid = models.CharField(max_length=40, unique=True, db_collation="C")
    algorithm = models.CharField(max_length=10)
    point = models.BinaryField(max_length=64)
    since = models.DateTimeField()
    until = models.DateTimeField(null=True)

    class Meta:
        """Named constraints."""

        db_table = "exchange_peer_key"
        constraints = (
            models.CheckConstraint(
                condition=Q(until__isnull=True) | Q(until__gte=F("since")),
                name="exchange_peer_key_ends_later",
            ),
        )

    def __str__(self) -> str:
        """For logs and shells."""
        return self.kid


class Agreement(models.Model):
    """What a peer may send (`classes`) and what this place may send (`own_classes`), for which purposes, until when,
    how often a day. `resource`: the entry of the catalogue it is about, "" for none. Another person than the one who
    proposed it accepts it."""

    peer = models.ForeignKey(Peer, on_delete=models.PROTECT, related_name="agreements")
    number = models.CharField(max_length=40, db_collation="C")
    classes = ArrayField(models.CharField(max_length=20))
    own_classes = ArrayField(models.CharField(max_length=20))
    purposes = ArrayField(models.CharField(max_length=30))
    first = models.DateField()
    last = models.DateField()
    per_day = models.IntegerField()
    resource = models.CharField(max_length=60, blank=True, default="", db_collation="C")
    state = models.CharField(max_length=10, default="proposed")
    proposed_by = models.BigIntegerField(null=True)
    proposed_label = models.CharField(max_length=100, blank=True, default="")
    proposed_at = models.DateTimeField()
    accepted_label = models.CharField(max_length=100, blank=True, default="")
    accepted_at = models.DateTimeField(null=True)
    ended_at = models.DateTimeField(null=True)

    class Meta:
        """Named constraints."""

        constraints = (
            models.UniqueConstraint(fields=["peer", "number"], name="exchange_agreement_once"),
            models.CheckConstraint(
                condition=Q(state__in=["proposed", "active", "ended"]),
                name="exchange_agreement_state",
            ),
            models.CheckConstraint(
                condition=Q(last__gte=F("first")) & Q(per_day__gte=1),
                name="exchange_agreement_holds",
            ),
        )

    def __str__(self) -> str:
        """For logs and shells."""
        return self.number


class Stream(models.Model):
    """The order of one subject on a link. `next`: the sequence that is given next (out) or whose turn it is (in), in
    this `epoch` of the sender. `person_id`: of this register; known for what goes out."""

    direction = models.CharField(max_length=3)
    peer = models.ForeignKey(Peer, on_delete=models.PROTECT, related_name="streams")
    subject = models.CharField(max_length=43, db_collation="C")
    person_id = models.BigIntegerField(null=True)
    epoch = models.BigIntegerField(default=0)
    next = models.IntegerField(default=1)

    class Meta:
        """Named constraints and indexes."""

        constraints = (
            models.UniqueConstraint(
                fields=["peer", "direction", "subject"], name="exchange_stream_once"
            ),
            models.UniqueConstraint(
                fields=["peer", "person_id"],
                condition=Q(direction="out"),
                name="exchange_stream_person_once",
            ),
        )

    def __str__(self) -> str:
        """For logs and shells."""
        return f"{self.direction} {self.subject}"


class Message(models.Model):
    """A message that came or goes out. `payload_cipher`: its canonical text; `digest`: SHA-256 of it. `assurance`:
    how much is proved of it by the way it came or went. `region`: the code of this place, for whose offices it is.
    `written_at`, `outcome`: when its sender wrote it and how it answers, the same at both places."""

    direction = models.CharField(max_length=3)
    peer = models.ForeignKey(Peer, on_delete=models.PROTECT, related_name="messages")
    message_id = models.UUIDField()
    kind = models.CharField(max_length=20)
    agreement = models.CharField(max_length=40, db_collation="C")
    purpose = models.CharField(max_length=30)
    subject = models.CharField(max_length=43, db_collation="C")
    epoch = models.BigIntegerField()
    sequence = models.IntegerField()
    reply_to = models.UUIDField(null=True)
    answer_by = models.DateField(null=True)
    digest = models.CharField(max_length=64, db_collation="C")
    payload_cipher = models.BinaryField()
    assurance = models.CharField(max_length=10, default="signed", db_default="signed")
    region = models.CharField(max_length=12, db_collation="C")
    person_id = models.BigIntegerField(null=True)
    written_at = models.DateTimeField(null=True)
    outcome = models.CharField(max_length=20, blank=True, default="", db_default="")
    state = models.CharField(max_length=10)
    result = models.CharField(max_length=40, blank=True, default="")
    errors = models.JSONField(default=list)
    at = models.DateTimeField()
    next_at = models.DateTimeField(null=True)
    done_at = models.DateTimeField(null=True)

    class Meta:
        """Named constraints and indexes."""

        constraints = (
            # The column that tells most comes first: without statistics a plan walks along all messages of a peer.
            models.UniqueConstraint(
                fields=["message_id", "peer", "direction"], name="exchange_message_once"
            ),
            models.UniqueConstraint(
                fields=["subject", "peer", "direction", "epoch", "sequence"],
                name="exchange_message_in_order",
            ),
            models.CheckConstraint(
                condition=Q(direction="in", state__in=[s.value for s in State][:5])
                | Q(direction="out", state__in=[s.value for s in State][5:]),
                name="exchange_message_state",
            ),
        )
        indexes = (
            models.Index(
                fields=["peer", "next_at", "id"],
                condition=Q(state="queued"),
                name="exchange_message_queued",
            ),
            models.Index(
                fields=["peer", "id"],
                condition=Q(state="kept"),
                name="exchange_message_kept",
            ),
            models.Index(
                fields=["peer", "at"],
                condition=Q(state__in=["set_aside", "rejected"]),
                name="exchange_message_wanting",
            ),
            models.Index(
                fields=["peer", "at"],
                condition=Q(direction="in", kind__in=NEGOTIATION),
                name="exchange_message_negotiated",
            ),
            models.Index(
                fields=["peer", "written_at"],
                condition=Q(kind__in=MEASURED),
                name="exchange_message_measured",
            ),
            models.Index(
                fields=["answer_by"],
                condition=Q(direction="out", kind="enquiry", result=""),
                name="exchange_message_due",
            ),
        )

    def __str__(self) -> str:
        """For logs and shells."""
        return f"{self.direction} {self.kind} {self.message_id}"


class Move(models.Model):
    """A move between two places. `direction` in: the person came here from the peer; out: left here for it. `day`: the
    first day at the new place. `notice`: the arrival notice."""

    direction = models.CharField(max_length=3)
    peer = models.ForeignKey(Peer, on_delete=models.PROTECT, related_name="moves")
    person_id = models.BigIntegerField()
    region = models.CharField(max_length=12, db_collation="C")
    day = models.DateField()
    state = models.CharField(max_length=12)
    notice = models.ForeignKey(Message, on_delete=models.PROTECT, related_name="moves")
    due = models.DateField(null=True)
    at = models.DateTimeField()
    settled_at = models.DateTimeField(null=True)

    class Meta:
        """Named constraints and indexes."""

        constraints = (
            models.UniqueConstraint(
                fields=["peer", "direction", "person_id", "day"], name="exchange_move_once"
            ),
            models.CheckConstraint(
                condition=Q(state__in=[s.value for s in MoveState]), name="exchange_move_state"
            ),
        )
        indexes = (
            models.Index(fields=["person_id", "day"], name="exchange_move_person"),
            models.Index(
                fields=["due"],
                condition=Q(direction="in", state__in=["asked", "set_aside", "implausible"]),
                name="exchange_move_due",
            ),
        )

    def __str__(self) -> str:
        """For logs and shells."""
        return f"{self.direction} {self.day} {self.state}"


class Nonce(models.Model):
    """A nonce that was used, until its signature can no longer be sent again."""

    peer = models.ForeignKey(Peer, on_delete=models.CASCADE, related_name="nonces")
    nonce = models.CharField(max_length=64, db_collation="C")
    until = models.DateTimeField()

    class Meta:
        """Named constraints and indexes."""

        constraints = (
            models.UniqueConstraint(fields=["peer", "nonce"], name="exchange_nonce_once"),
        )
        indexes = (models.Index(fields=["until"], name="exchange_nonce_until"),)

    def __str__(self) -> str:
        """For logs and shells."""
        return self.nonce


class LogEntry(models.Model):
    """One request that came (`in`) or went out (`out`) with the evidence of its signature; `content` is what the chain
    covers, as JSON text. `number`, `previous` and `hash` are set when the entry is chained."""

    content = models.TextField()
    xid = models.BigIntegerField()
    at = models.DateTimeField()
    number = models.BigIntegerField(null=True, unique=True)
    previous = models.CharField(max_length=64, blank=True, default="", db_collation="C")
    hash = models.CharField(max_length=64, blank=True, default="", db_collation="C")

    class Meta:
        """Named indexes."""

        db_table = "exchange_log"
        indexes = (
            models.Index(
                fields=["xid", "id"], condition=Q(number=None), name="exchange_log_unchained"
            ),
        )

    def __str__(self) -> str:
        """For logs and shells."""
        return f"{self.number} {self.at}"


__all__ = [
    "Agreement",
    "AgreementUse",
    "GatewaySecret",
    "LogEntry",
    "Message",
    "Move",
    "Nonce",
    "OwnKey",
    "OwnPlace",
    "Peer",
    "PeerKey",
    "Refusal",
    "Stream",
]
