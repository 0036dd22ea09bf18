"""Tables of what is counted: messages kept under an agreement, and what was refused, by day."""

from __future__ import annotations

from django.db import models


class AgreementUse(models.Model):
    """How many messages were kept under an agreement on a day: the sum of its slots, of which a connection writes one,
    so that requests do not wait for one another."""

    agreement = models.ForeignKey(
        "exchange.Agreement", on_delete=models.CASCADE, related_name="uses"
    )
    day = models.DateField()
    slot = models.SmallIntegerField()
    kept = models.IntegerField()

    class Meta:
        """Named constraints."""

        db_table = "exchange_agreement_use"
        constraints = (
            models.UniqueConstraint(
                fields=["agreement", "day", "slot"], name="exchange_agreement_use_once"
            ),
        )

    def __str__(self) -> str:
        """For logs and shells."""
        return f"{self.day} {self.kept}"


class Refusal(models.Model):
    """How often something of a peer was refused on a day, by code; without a peer: of nobody known."""

    peer = models.ForeignKey(
        "exchange.Peer", on_delete=models.CASCADE, related_name="refusals", null=True
    )
    day = models.DateField()
    code = models.CharField(max_length=40, db_collation="C")
    count = models.IntegerField()

    class Meta:
        """Named constraints."""

        constraints = (
            models.UniqueConstraint(
                fields=["peer", "day", "code"],
                name="exchange_refusal_once",
                nulls_distinct=False,
            ),
        )

    def __str__(self) -> str:
        """For logs and shells."""
        return f"{self.day} {self.code} {self.count}"
