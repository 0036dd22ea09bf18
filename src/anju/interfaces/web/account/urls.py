"""Addresses of sign-in. Of allauth only what staff need: no sign-up, no e-mail, no password reset by mail."""

from __future__ import annotations

from allauth.account import views as allauth_views
from django.urls import include, path

from anju.interfaces.web.account import pages, views

urlpatterns = [
    path("", pages.account, name="account"),
    path("sessions/end/", pages.end, name="account_end_sessions"),
    path("login/", allauth_views.login, name="account_login"),
    path("logout/", allauth_views.logout, name="account_logout"),
    path("inactive/", allauth_views.account_inactive, name="account_inactive"),
    path("reauthenticate/", allauth_views.reauthenticate, name="account_reauthenticate"),
    path("password/change/", views.password_change, name="account_change_password"),
    path("phone/", views.phone, name="account_phone"),
    path("phone/code/", views.phone_code, name="account_phone_code"),
    path("purpose/", views.purpose, name="account_purpose"),
    path("2fa/", include("allauth.mfa.urls")),
]
