"""Django's name for this domain."""

from django.apps import AppConfig


class EmployersConfig(AppConfig):
    name = "anju.domains.employers"
    label = "employers"
