"""The table of older gateways' secrets."""

from __future__ import annotations

from django.db import models
from django.db.models import Q


class GatewaySecret(models.Model):
    """The secret under which a peer calls by an older gateway, by `scheme` and the name of its `caller`. `outgoing`:
    this place sends there by it too."""

    peer = models.ForeignKey("exchange.Peer", on_delete=models.PROTECT, related_name="gateways")
    scheme = models.CharField(max_length=10)
    caller = models.CharField(max_length=64, db_collation="C")
    service = models.CharField(max_length=100, blank=True, default="", db_collation="C")
    secret_cipher = models.BinaryField()
    outgoing = models.BooleanField(default=False)
    since = models.DateTimeField()
    until = models.DateTimeField(null=True)

    class Meta:
        """Named constraints."""

        db_table = "exchange_gateway_secret"
        constraints = (
            models.UniqueConstraint(
                fields=["scheme", "caller"], name="exchange_gateway_secret_once"
            ),
            models.UniqueConstraint(
                fields=["peer"],
                condition=Q(outgoing=True),
                name="exchange_gateway_secret_one_way_out",
            ),
        )

    def __str__(self) -> str:
        """For logs and shells."""
        return f"{self.scheme} {self.caller}"
