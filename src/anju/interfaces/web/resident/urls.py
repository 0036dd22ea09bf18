"""Addresses of the resident's door."""

from __future__ import annotations

from django.urls import path

from anju.interfaces.web import lookups
from anju.interfaces.web.resident import views_declare, views_mine, views_permit, views_where

app_name = "resident"
urlpatterns = [
    path("", views_mine.home, name="home"),
    path("where/", views_where.where, name="where"),
    path("declare/", views_declare.declare, name="declare"),
    path("said/", views_declare.said, name="said"),
    path("said/<int:declaration_id>/back/", views_declare.take_back, name="take_back"),
    path("leave/", views_declare.leave, name="leave"),
    path("mine/", views_mine.mine, name="mine"),
    path("looked/", views_mine.looked, name="looked"),
    path("contest/", views_mine.contest, name="contest"),
    path("tie/", views_mine.tie, name="tie"),
    path("permit/", views_permit.permit, name="permit"),
    path("permit/show/", views_permit.show, name="permit_show"),
    path("permit/code", views_permit.code, name="permit_code"),
    path("permit/wallet", views_permit.wallet, name="permit_wallet"),
    path("permit/passkey/begin", views_permit.passkey_begin, name="permit_passkey_begin"),
    path("permit/passkey/finish", views_permit.passkey_finish, name="permit_passkey_finish"),
    path("homes", lookups.homes_suggest, name="homes"),
    path("regions", lookups.regions_suggest, name="regions"),
    path("check", lookups.check_number, name="check"),
]
