"""Fields that search as one types: divisions, persons, homes."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode

from django.urls import NoReverseMatch, reverse
from django.utils.translation import gettext_lazy as _

Context = dict[str, Any]


def picker(url: str, icon: str, kind: str, name: str, **given: object) -> Context:
    """Context of all search-as-you-type fields. `url` may be a route name or an address."""
    if not url.startswith("/"):
        try:
            url = reverse(url)
        except NoReverseMatch:
            url = ""
    return {
        "suggest_url": url,
        "icon": icon,
        "kind": kind,
        "name": name,
        "field_id": f"id_{name}",
        **given,
    }


def region_picker(
    name: str,
    label: str,
    value: str = "",
    text: str = "",
    help: str = "",  # noqa: A002
    error: str = "",
    required: bool = False,
    url: str = "/regions/suggest",
    roots: str = "",
    levels: str = "",
) -> Context:
    """A division, found by typing part of its name or pinyin, or chosen in the tree; submits its code. `roots`: where
    the tree begins (codes, by comma), else with the provinces, and inside which is found what is typed. `levels`: which
    may be chosen (``4,5``), else all."""
    asked = {k: v for k, v in (("roots", roots), ("level", levels)) if v}
    return picker(
        f"{url}?{urlencode(asked)}" if asked else url,
        "map-pin",
        "region",
        name,
        label=label,
        value=value,
        text=text,
        help=help,
        error=error,
        required=required,
        placeholder=_("地名或拼音，也可展开选择"),
        roots=roots,
        levels=levels,
    )


def person_picker(
    name: str,
    label: str,
    value: str = "",
    text: str = "",
    help: str = "",  # noqa: A002
    error: str = "",
    required: bool = False,
    url: str = "office:suggest_person",
) -> Context:
    """A person, as the one box finds them; submits the id."""
    return picker(
        url,
        "user-search",
        "person",
        name,
        label=label,
        value=value,
        text=text,
        help=help,
        error=error,
        required=required,
        placeholder=_("姓名、拼音或证件号后几位"),
    )


def home_picker(
    name: str,
    label: str,
    value: str = "",
    text: str = "",
    help: str = "",  # noqa: A002
    error: str = "",
    required: bool = False,
    url: str = "office:suggest_home",
) -> Context:
    """A home, by address or the code on its plate; submits the code."""
    return picker(
        url,
        "home-search",
        "home",
        name,
        label=label,
        value=value,
        text=text,
        help=help,
        error=error,
        required=required,
        placeholder=_("小区、楼栋、门牌或房屋码"),
    )
