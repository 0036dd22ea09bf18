"""Tables of vacancies: what is offered, by which contact, where it is found."""

from __future__ import annotations

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q

STATES = ("open", "doubtful", "closed")
CLOSED = ("", "let", "withdrawn", "refused", "expired", "replaced", "undone")


class Listing(models.Model):
    """One offer of a sender (`source`), as it reads now or read once (`current` false). `ident` tells it from the
    sender's others; `fingerprint` is what it says. `place` is what everybody may read; `flat` (building, unit, room)
    only the sender and the office. A change is a row of its own that `replaces` the one before."""

    source = models.CharField(max_length=60, db_collation="C")
    ident = models.CharField(max_length=70, db_collation="C")
    fingerprint = models.CharField(max_length=32, db_collation="C")
    current = models.BooleanField(default=True)
    state = models.CharField(max_length=8, db_collation="C")
    closed_why = models.CharField(max_length=10, default="", db_collation="C")
    doubts = models.JSONField(default=list)
    region = models.CharField(max_length=15, db_collation="C")
    party = models.CharField(max_length=40, default="", db_collation="C")
    home_id = models.BigIntegerField(null=True)
    spot = models.CharField(max_length=200, default="", db_collation="C")
    exact = models.BooleanField(default=False)
    place = models.CharField(max_length=200)
    flat = models.CharField(max_length=100, default="")
    number = models.CharField(max_length=60, default="")
    title = models.CharField(max_length=100, default="")
    space = models.CharField(max_length=20, default="")
    floor = models.SmallIntegerField(null=True)
    floors = models.SmallIntegerField(null=True)
    level = models.CharField(max_length=6, default="", db_collation="C")
    bedrooms = models.SmallIntegerField(null=True)
    halls = models.SmallIntegerField(null=True)
    baths = models.SmallIntegerField(null=True)
    area = models.DecimalField(max_digits=8, decimal_places=2, null=True)
    rent = models.DecimalField(max_digits=10, decimal_places=2, null=True)
    negotiable = models.BooleanField(default=False)
    payment = models.CharField(max_length=40, default="")
    whole = models.BooleanField(null=True)
    orientation = models.CharField(max_length=4, default="")
    available = models.DateField(null=True)
    listed = models.DateField(null=True)
    remark = models.CharField(max_length=300, default="")
    longitude = models.FloatField(null=True)
    latitude = models.FloatField(null=True)
    batch_id = models.BigIntegerField(null=True)
    row = models.BigIntegerField(default=0)
    replaces = models.BigIntegerField(null=True)
    let_by = models.BigIntegerField(null=True)
    by_user = models.BigIntegerField(null=True)
    by_label = models.CharField(max_length=100, default="")
    recorded_at = models.DateTimeField()
    seen_at = models.DateTimeField()
    closed_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                name="housing_listing_once", fields=["source", "ident"], condition=Q(current=True)
            ),
            models.CheckConstraint(
                name="housing_listing_state",
                condition=Q(state__in=STATES, closed_why__in=CLOSED)
                & (Q(state="closed") ^ Q(closed_why="")),
            ),
        ]
        indexes = [
            models.Index(
                name="housing_listing_home",
                fields=["home_id"],
                condition=Q(state="open", home_id__isnull=False),
            ),
            models.Index(
                name="housing_listing_spot", fields=["spot"], condition=Q(state="open", exact=True)
            ),
            models.Index(name="housing_listing_batch", fields=["batch_id"]),
            models.Index(name="housing_listing_party", fields=["party", "-recorded_at"]),
            models.Index(
                name="housing_listing_doubtful", fields=["region"], condition=Q(state="doubtful")
            ),
            models.Index(
                name="housing_listing_let", fields=["let_by"], condition=Q(let_by__isnull=False)
            ),
            models.Index(
                name="housing_listing_seen", fields=["seen_at"], condition=Q(state="open")
            ),
        ]


class ListingContact(models.Model):
    """Whom the sender named to be asked. Never shown to who asks: messages are passed on."""

    listing = models.OneToOneField(Listing, on_delete=models.CASCADE, related_name="contact")
    name = models.CharField(max_length=40, default="")
    phone_cipher = models.BinaryField(null=True)
    phone_index = models.BinaryField(null=True)

    class Meta:
        db_table = "housing_contact"


class Enquiry(models.Model):
    """What a seeker (an account) asks about a listing of a sender (`source`, `ident`, which outlast its changes).
    `offerer`: the scope key of who answers: the party, or ``enquiry:ID`` for who was reached by a number that the
    sender left; `link`: where they answer, with {token} in it. `last_side`: who wrote last."""

    listing_id = models.BigIntegerField()
    source = models.CharField(max_length=60, db_collation="C")
    ident = models.CharField(max_length=70, db_collation="C")
    place = models.CharField(max_length=200)
    seeker = models.BigIntegerField()
    offerer = models.CharField(max_length=60, db_collation="C")
    link = models.CharField(max_length=200, default="")
    unreached = models.BooleanField(default=False)
    last_side = models.CharField(max_length=8, db_collation="C")
    opened_at = models.DateTimeField()
    last_at = models.DateTimeField()
    seeker_seen_at = models.DateTimeField(null=True)
    offerer_seen_at = models.DateTimeField(null=True)

    class Meta:
        db_table = "housing_enquiry"
        constraints = [
            models.UniqueConstraint(
                name="housing_enquiry_once", fields=["seeker", "source", "ident"]
            ),
        ]
        indexes = [models.Index(name="housing_enquiry_offerer", fields=["offerer", "-last_at"])]


class EnquiryMessage(models.Model):
    """One message of a thread, encrypted; `key` makes a repeated request the same."""

    enquiry = models.ForeignKey(Enquiry, on_delete=models.CASCADE, db_index=False)
    side = models.CharField(max_length=8, db_collation="C")
    text_cipher = models.BinaryField()
    key = models.CharField(max_length=80)
    by_user = models.BigIntegerField(null=True)
    at = models.DateTimeField()

    class Meta:
        db_table = "housing_message"
        constraints = [
            models.UniqueConstraint(name="housing_message_once", fields=["enquiry", "key"]),
            models.CheckConstraint(
                name="housing_message_side", condition=Q(side__in=("seeker", "offerer"))
            ),
        ]


class ViewingAppointment(models.Model):
    """A time at which the home may be seen, proposed by one side and answered by the other."""

    enquiry = models.ForeignKey(Enquiry, on_delete=models.CASCADE, db_index=False)
    side = models.CharField(max_length=8, db_collation="C")
    starts_at = models.DateTimeField()
    state = models.CharField(max_length=9, db_collation="C", default="proposed")
    at = models.DateTimeField()
    changed_at = models.DateTimeField()

    class Meta:
        db_table = "housing_viewing"
        constraints = [
            models.UniqueConstraint(
                name="housing_viewing_once",
                fields=["enquiry", "starts_at"],
                condition=Q(state__in=("proposed", "accepted")),
            ),
            models.CheckConstraint(
                name="housing_viewing_state",
                condition=Q(state__in=("proposed", "accepted", "declined", "cancelled")),
            ),
        ]
        indexes = [models.Index(name="housing_viewing_enquiry", fields=["enquiry", "starts_at"])]


class SavedSearch(models.Model):
    """A search that an account wants to hear of; fields as `data.search.Search`. `fresh`: how many vacancies came since
    it was looked at, `notified_at`: when its account was notified last."""

    user_id = models.BigIntegerField()
    region = models.CharField(max_length=15, default="", db_collation="C")
    place = models.CharField(max_length=12, default="", db_collation="C")
    rent_from = models.IntegerField(null=True)
    rent_to = models.IntegerField(null=True)
    area_from = models.IntegerField(null=True)
    area_to = models.IntegerField(null=True)
    bedrooms = ArrayField(models.SmallIntegerField(), default=list)
    whole = models.BooleanField(null=True)
    made_at = models.DateTimeField()
    fresh = models.IntegerField(default=0)
    notified_at = models.DateTimeField(null=True)

    class Meta:
        db_table = "housing_saved_search"
        indexes = [
            models.Index(name="housing_saved_place", fields=["place"]),
            models.Index(name="housing_saved_user", fields=["user_id"]),
        ]


class ListingDecision(models.Model):
    """What the office decided about a doubtful listing, with its reason. `act`: the decision that many share."""

    act = models.BigIntegerField()
    listing_id = models.BigIntegerField()
    decision = models.CharField(max_length=8, db_collation="C")
    note = models.CharField(max_length=300, default="")
    by_user = models.BigIntegerField(null=True)
    by_label = models.CharField(max_length=100, default="")
    at = models.DateTimeField()
    undone_at = models.DateTimeField(null=True)

    class Meta:
        db_table = "housing_decision"
        constraints = [
            models.CheckConstraint(
                name="housing_decision_words", condition=Q(decision__in=("confirm", "refuse"))
            ),
        ]
        indexes = [
            models.Index(name="housing_decision_act", fields=["act"]),
            models.Index(name="housing_decision_listing", fields=["listing_id"]),
        ]


class ListingKey(models.Model):
    """An open listing under one place it lies in (a prefix of 2, 4, 6, 9 or 12 digits; "" of none), for search.
    `share`: 1 a whole home, 2 by the room, 0 not stated; `rooms`: bedrooms up to 6, 0 not stated; bands as
    `rules.bands` cuts them; rent in yuan, -1 to be agreed; area in square metres, -1 not stated."""

    place = models.CharField(max_length=12, db_collation="C")
    share = models.SmallIntegerField(default=0, db_default=0)
    rooms = models.SmallIntegerField()
    area_band = models.SmallIntegerField()
    rent_band = models.SmallIntegerField()
    rent = models.IntegerField()
    area = models.IntegerField()
    turn = models.BigIntegerField()
    available = models.DateField(null=True)
    listing_id = models.BigIntegerField()

    class Meta:
        db_table = "housing_listing_key"
        indexes = [
            models.Index(
                name="housing_key_turn",
                fields=["place", "-turn"],
                include=["share", "rooms", "rent", "area", "listing_id"],
            ),
            models.Index(
                name="housing_key_newest",
                fields=["place", "share", "rooms", "area_band", "rent_band", "-turn"],
                include=["rent", "area", "listing_id"],
            ),
            models.Index(
                name="housing_key_cheapest",
                fields=["place", "share", "rooms", "area_band", "rent", "turn"],
                include=["area", "listing_id"],
            ),
            models.Index(
                name="housing_key_largest",
                fields=["place", "share", "rooms", "rent_band", "area", "turn"],
                include=["rent", "listing_id"],
            ),
            models.Index(name="housing_key_listing", fields=["listing_id"]),
        ]
