"""Django's name for this part."""

from django.apps import AppConfig


class KeystoreConfig(AppConfig):
    """Keys of cards and credentials."""

    name = "anju.foundation.keystore"
    label = "keystore"
