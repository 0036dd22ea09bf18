"""Django's name for this part."""

from django.apps import AppConfig


class EventsConfig(AppConfig):
    name = "anju.foundation.events"
    label = "events"
