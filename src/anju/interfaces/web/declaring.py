"""From forms to declarations: typed frames, one key a form, and refusals put beside the field they speak of."""

from __future__ import annotations

import uuid
from collections.abc import Mapping, Sequence
from functools import wraps
from typing import Any, Protocol

import polars as pl
from django import forms
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from anju.domains.register import api as register
from anju.foundation.errors import Refused
from anju.interfaces.web.session import ActorRequest
from anju.interfaces.words.sentences import sentence

DOCUMENTS = (("111", _("居民身份证")), ("HMT", _("港澳台居民居住证")), ("414", _("护照")),
             ("553", _("外国人永久居留身份证")), ("511", _("台湾居民来往大陆通行证")), ("516", _("港澳居民来往内地通行证")))
REASON_CHOICES = (("01", _("务工")), ("03", _("经商")), ("06", _("随迁")), ("04", _("学习培训")), ("08", _("投亲靠友")),
                  ("07", _("治病疗养")), ("05", _("婚嫁")), ("09", _("工作调动")), ("02", _("务农")), ("99", _("其他")))
SEXES = (("", _("请选择")), ("1", _("男")), ("2", _("女")))
RELATIONS = (("10", _("配偶")), ("20", _("子")), ("30", _("女")), ("51", _("父亲")), ("52", _("母亲")),
             ("97", _("其他亲属")), ("99", _("非亲属")))
"""Relation to the one who declares (GB/T 4761)."""

FIELDS = {"name_missing": "name", "name_too_long": "name", "row_address_too_long": "address", "date_invalid": "start",
          "phone_invalid": "phone", "birth_date_missing": "birth_date"}


class View(Protocol):
    """A view of a signed-in person."""

    def __call__(self, request: ActorRequest, *args: Any, **more: Any) -> HttpResponse:  # noqa: ANN401
        """Answer."""


def signed_in(view: View) -> View:
    """Ask for the phone first, then come back here."""

    @wraps(view)
    def asked(request: ActorRequest, *args: Any, **more: Any) -> HttpResponse:  # noqa: ANN401
        if request.actor.user_id is None:
            return redirect(f"{reverse('account_phone')}?{urlencode({'next': request.get_full_path()})}")
        return view(request, *args, **more)

    return asked


def frame(items: Sequence[Mapping[str, Any]]) -> pl.DataFrame:
    """Items as the register's standard frame; what is absent or empty is null."""
    columns = {c: [item.get(c) or None for item in items] for c in register.ITEM_SCHEMA if any(c in i for i in items)}
    return pl.DataFrame(columns, schema={c: register.ITEM_SCHEMA[c] for c in columns})


def keyed(items: Sequence[Mapping[str, Any]], key: str) -> pl.DataFrame:
    """The same with keys that follow from the form's: sent twice, it counts once."""
    return frame(with_keys(items, key))


def with_keys(items: Sequence[Mapping[str, Any]], key: str) -> list[dict[str, Any]]:
    """The same as rows and not as a frame."""
    return [{**{c: v for c, v in item.items() if v and c in register.ITEM_SCHEMA}, "key": f"{key}:{n}", "row": n}
            for n, item in enumerate(items, 1)]


def new_key() -> str:
    """A key for a form about to be shown."""
    return uuid.uuid4().hex


def words(code: str, **params: Any) -> str:  # noqa: ANN401
    """A reason code in the reader's language."""
    return sentence(Refused(code, **params), get_language() or "zh-hans")


def put_beside(form: forms.Form, code: str) -> None:
    """Show a refusal at the field it speaks of."""
    field = FIELDS.get(code, "doc_number" if code.startswith("id_") else None)
    form.add_error(field if field in form.fields else None, words(code))


def text_field(label: Any, *, required: bool = True, longest: int = 50, **attrs: Any) -> forms.CharField:  # noqa: ANN401
    """A line of text for a thumb."""
    return forms.CharField(label=label, max_length=longest, required=required, widget=forms.TextInput(attrs=attrs))
