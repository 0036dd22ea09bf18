"""Django's name for this part."""

from django.apps import AppConfig


class EventsConfig(AppConfig):
    """The outbox."""

    name = "anju.foundation.events"
    label = "events"
