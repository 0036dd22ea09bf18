"""Tables of people: one record a person, many documents, contacts, households, search keys.

Numbers and phones are ciphertext with blind indexes (`foundation.crypto`); nothing here can be read without the
keyring. Who may see a row follows from `Scope`: the places and parties a person has to do with.
"""

from __future__ import annotations

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Greatest, Least


class Person(models.Model):
    """One human being. `merged_into` points to the record that stands for both after a merge."""

    name = models.CharField(max_length=100, db_collation="C")
    sex = models.CharField(max_length=1, default="0")
    birth_date = models.DateField(null=True)
    nationality = models.CharField(max_length=3, default="CHN", db_collation="C")
    origin = models.CharField(max_length=6, default="", db_collation="C")
    hukou_text = models.CharField(max_length=200, default="")
    search_name = models.CharField(max_length=100, db_default="", default="", db_collation="C")
    """The name as it is looked up (`rules.scripts.plain`); "" where that is the name itself."""
    pinyin = models.CharField(max_length=200, default="", db_collation="C")
    initials = models.CharField(max_length=60, default="", db_collation="C")
    other_reading = models.CharField(max_length=200, default="", db_collation="C")
    education = models.CharField(max_length=2, default="")
    marital = models.CharField(max_length=2, default="")
    merged_into = models.ForeignKey(
        "self", null=True, on_delete=models.PROTECT, related_name="merged", db_index=False
    )
    withdrawn_at = models.DateTimeField(null=True)
    recorded_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="people_person_sex_code", condition=Q(sex__in=["0", "1", "2", "9"])
            ),
            models.CheckConstraint(name="people_person_has_name", condition=~Q(name="")),
        ]
        indexes = [
            models.Index(name="people_person_name_birth", fields=["name", "birth_date"]),
            models.Index(
                name="people_person_merged", fields=["merged_into"], condition=~Q(merged_into=None)
            ),
        ]


class Document(models.Model):
    """An identity document. `kind` is a code of GA/T 517; `live` false once replaced, withdrawn or undone."""

    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="documents")
    kind = models.CharField(max_length=3, db_collation="C")
    issuer = models.CharField(max_length=3, default="CHN", db_collation="C")
    number_cipher = models.BinaryField()
    number_index = models.BinaryField()
    tail6 = models.BinaryField()
    valid_to = models.DateField(null=True)
    live = models.BooleanField(default=True)
    recorded_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                name="people_document_one_live", fields=["number_index"], condition=Q(live=True)
            ),
        ]
        indexes = [
            models.Index(
                name="people_document_earlier", fields=["number_index"], condition=Q(live=False)
            )
        ]


class Contact(models.Model):
    """A way to reach a person; today phones."""

    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="contacts")
    kind = models.CharField(max_length=10, default="phone")
    value_cipher = models.BinaryField()
    value_index = models.BinaryField()
    tail4 = models.BinaryField()
    live = models.BooleanField(default=True)
    recorded_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                name="people_contact_one_live", fields=["person", "kind"], condition=Q(live=True)
            ),
        ]
        indexes = [
            models.Index(
                name="people_contact_value", fields=["value_index"], condition=Q(live=True)
            )
        ]


class NamePicture(models.Model):
    """A picture of a person's name as it is written, printed in place of characters that the fonts lack; it stands for
    exactly this `name`. `cipher` is bound to the person and the name, and emptied when the picture ends."""

    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="name_pictures")
    name = models.CharField(max_length=100, db_collation="C")
    cipher = models.BinaryField(null=True)
    width = models.PositiveSmallIntegerField()
    height = models.PositiveSmallIntegerField()
    stored_by = models.BigIntegerField(null=True)
    stored_label = models.CharField(max_length=100, default="", blank=True)
    stored_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)

    class Meta:
        db_table = "people_name_picture"
        constraints = [
            models.UniqueConstraint(
                name="people_name_picture_one",
                fields=["person", "name"],
                condition=Q(ended_at=None),
            ),
            models.CheckConstraint(
                name="people_name_picture_whole",
                condition=Q(cipher__isnull=False, ended_at=None)
                | Q(cipher=None, ended_at__isnull=False),
            ),
        ]


class Household(models.Model):
    """People who live together as one family; `head` speaks for it."""

    head = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    recorded_at = models.DateTimeField()


class Membership(models.Model):
    """A person in a household; `relation` (GB/T 4761) is to the head."""

    household = models.ForeignKey(Household, on_delete=models.PROTECT, related_name="memberships")
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="memberships")
    relation = models.CharField(max_length=2, default="80")
    since = models.DateField()
    until = models.DateField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                name="people_membership_one_open", fields=["person"], condition=Q(until=None)
            ),
        ]


class Guardianship(models.Model):
    """Who is responsible for a minor (Minors Law, art. 22: parents away entrust a capable carer)."""

    ward = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="guardians")
    guardian = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="wards")
    relation = models.CharField(max_length=2, default="50")
    since = models.DateField()
    until = models.DateField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                name="people_guardianship_once",
                fields=["ward", "guardian"],
                condition=Q(until=None),
            ),
            models.CheckConstraint(
                name="people_guardianship_not_self", condition=~Q(ward=F("guardian"))
            ),
        ]


class Merge(models.Model):
    """The merge journal: what was moved, so that it can be moved back. Nothing is deleted."""

    kept = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    other = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    moved = models.JSONField()
    reason = models.CharField(max_length=200)
    by_user = models.BigIntegerField(null=True)
    at = models.DateTimeField()
    undone_at = models.DateTimeField(null=True)


class MergeRequest(models.Model):
    """A merge of records that contradict each other, asked for by one member of staff and decided by
    another. `decision` is empty while it waits; `merge` is what an approval led to; "lapsed": one of
    the two was merged otherwise meanwhile."""

    kept = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    other = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    contradictions = ArrayField(models.CharField(max_length=16))
    reason = models.CharField(max_length=200)
    asked_by = models.BigIntegerField()
    asked_label = models.CharField(max_length=100)
    asked_at = models.DateTimeField()
    decision = models.CharField(max_length=8, blank=True, default="")
    decided_by = models.BigIntegerField(null=True)
    decided_label = models.CharField(max_length=100, blank=True, default="")
    decided_at = models.DateTimeField(null=True)
    note = models.CharField(max_length=200, blank=True, default="")
    merge = models.OneToOneField(Merge, null=True, on_delete=models.PROTECT, related_name="request")

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="people_merge_request_two_persons",
                condition=Q(decided_by=None) | Q(decision="refuse") | ~Q(decided_by=F("asked_by")),
            ),
            models.CheckConstraint(
                name="people_merge_request_decided",
                condition=Q(decision="", decided_by=None, decided_at=None, merge=None)
                | Q(
                    decision="refuse",
                    decided_by__isnull=False,
                    decided_at__isnull=False,
                    merge=None,
                )
                | Q(decision="lapsed", decided_by=None, decided_at__isnull=False, merge=None)
                | Q(
                    decision="approve",
                    decided_by__isnull=False,
                    decided_at__isnull=False,
                    merge__isnull=False,
                ),
            ),
            models.UniqueConstraint(
                Least("kept", "other"),
                Greatest("kept", "other"),
                condition=Q(decision=""),
                name="people_merge_request_one_waiting",
            ),
        ]


class Scope(models.Model):
    """Where a person belongs for the purpose of seeing: a region code, or a party (`employer:3`, `holder:8`)."""

    person = models.ForeignKey(
        Person, on_delete=models.PROTECT, related_name="scopes", db_index=False, db_constraint=False
    )
    scope = models.CharField(max_length=40, db_collation="C")
    current = models.BooleanField(default=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(name="people_scope_once", fields=["person", "scope"])
        ]


KEYS = {
    "name": "name",
    "rest": "rest",
    "pinyin": "pinyin",
    "initials": "initials",
    "doc6": "doc_tail6",
    "phone": "phone_tail",
}
"""What people are found by: index → column of `Finding`."""


class Finding(models.Model):
    """Search keys of a person in a region. Slot 0 holds the name and the main document and phone;
    further slots hold other readings, long names' inner parts, further documents. Tails are keyed hashes."""

    person = models.ForeignKey(
        Person,
        on_delete=models.PROTECT,
        related_name="findings",
        db_index=False,
        db_constraint=False,
    )
    region = models.CharField(max_length=15, db_collation="C")
    slot = models.PositiveSmallIntegerField(default=0)
    current = models.BooleanField(default=True)
    name = models.CharField(max_length=100, null=True, db_collation="C")
    rest = models.CharField(max_length=100, null=True, db_collation="C")
    pinyin = models.CharField(max_length=200, null=True, db_collation="C")
    initials = models.CharField(max_length=60, null=True, db_collation="C")
    doc_tail6 = models.BinaryField(null=True)
    phone_tail = models.BinaryField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(name="people_finding_once", fields=["person", "region", "slot"])
        ]
        indexes = [
            models.Index(
                name=f"people_finding_by_{key}",
                fields=[column, "region"],
                condition=~Q(**{column: None}),
            )
            for key, column in KEYS.items()
        ]
