"""Tables of vacancies: what is offered, by which contact, where it is found."""

from __future__ import annotations

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


class ListingKey(models.Model):
    """An open listing under one place it lies in (a prefix of 2, 4, 6, 9 or 12 digits; "" of none), for search.
    `rooms`: bedrooms up to 6, 0 not stated; bands as `rules.bands` cuts them; rent in yuan, -1 to be agreed; area in
    square metres, -1 not stated."""

    place = models.CharField(max_length=12, db_collation="C")
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
                name="housing_key_newest",
                fields=["place", "rooms", "area_band", "rent_band", "-turn"],
            ),
            models.Index(
                name="housing_key_cheapest", fields=["place", "rooms", "area_band", "rent", "turn"]
            ),
            models.Index(name="housing_key_listing", fields=["listing_id"]),
        ]
