"""Django's name for this part."""

from django.apps import AppConfig


class NoticesConfig(AppConfig):
    """The outbox of messages."""

    name = "anju.foundation.notices"
    label = "notices"
