"""Django's name for this part."""

from django.apps import AppConfig


class ProgressConfig(AppConfig):
    """Progress of long work."""

    name = "anju.foundation.progress"
    label = "progress"
