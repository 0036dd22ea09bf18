"""Django's name for this domain."""

from django.apps import AppConfig


class RegionsConfig(AppConfig):
    """Divisions of China, their history, countries."""

    name = "anju.domains.regions"
    label = "regions"
