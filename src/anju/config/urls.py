"""The root of all addresses."""

from __future__ import annotations

from django.conf import settings
from django.urls import URLPattern, URLResolver, include, path

urlpatterns: list[URLPattern | URLResolver] = [
    path("i18n/", include("django.conf.urls.i18n")),
    # Access
    path("account/", include("anju.interfaces.web.account.urls")),
    path("outbox/", include("anju.interfaces.web.outbox.urls")),
    path("office/", include("anju.interfaces.web.office.urls")),
]
if settings.DEBUG:
    urlpatterns.append(path("gallery/", include("anju.interfaces.web.gallery.urls")))
