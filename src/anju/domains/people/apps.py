"""Django's name for this domain."""

from django.apps import AppConfig


class PeopleConfig(AppConfig):
    name = "anju.domains.people"
    label = "people"
