"""Django's name for this domain."""

from django.apps import AppConfig


class RegionsConfig(AppConfig):
    name = "anju.domains.regions"
    label = "regions"
