"""Django's name for this domain."""

from django.apps import AppConfig


class RegisterConfig(AppConfig):
    name = "anju.domains.register"
    label = "register"
