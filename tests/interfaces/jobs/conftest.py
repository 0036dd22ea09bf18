from tests.foundation.conftest import commits, django_db_setup, owner, settled

__all__ = ["commits", "django_db_setup", "owner", "settled"]
