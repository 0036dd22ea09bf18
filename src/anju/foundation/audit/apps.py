"""Django's name for this part."""

from django.apps import AppConfig


class AuditConfig(AppConfig):
    """The audit trail."""

    name = "anju.foundation.audit"
    label = "audit"
