"""Django's name for this part."""

from django.apps import AppConfig


class ExportsConfig(AppConfig):
    """Files made by a job."""

    name = "anju.foundation.exports"
    label = "exports"
