"""Django's name for this domain."""

from django.apps import AppConfig


class AccessConfig(AppConfig):
    """Users, grants, jurisdiction."""

    name = "anju.domains.access"
    label = "access"
