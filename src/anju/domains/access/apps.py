"""Django's name for this domain."""

from django.apps import AppConfig


class AccessConfig(AppConfig):
    name = "anju.domains.access"
    label = "access"
