"""From forms to declarations: typed frames, one key a form, and refusals put beside the field they speak of."""

from __future__ import annotations

import hashlib
import json
import re
import uuid
from collections.abc import Mapping, Sequence
from datetime import date
from functools import wraps
from typing import Any, Protocol

import polars as pl
from django import forms
from django.http import HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from anju.domains.people import api as people
from anju.domains.register import api as register
from anju.foundation import countries
from anju.foundation.days import day_in
from anju.foundation.errors import Refused
from anju.interfaces.texts import labels
from anju.interfaces.texts.sentences import sentence
from anju.interfaces.web.choosing import offered
from anju.interfaces.web.session import ActorRequest

DOCUMENTS = offered(labels.DOCUMENTS, "111", "HMT", "414", "553", "511", "516")
REASON_CHOICES = offered(
    labels.MOVE_REASONS, "01", "03", "06", "04", "08", "07", "05", "09", "02", "99"
)
SEXES = [("", _("请选择")), *offered(labels.SEXES, "1", "2")]
RELATIONS = [
    ("", _("请选择")),
    *offered(labels.RELATIONS, "10", "20", "30", "27", "37", "51", "52", "57", "58", "97", "99"),
]
"""Relation to the one who declares (GB/T 4761)."""

FIELDS = {
    "name_missing": "name",
    "name_symbols": "name",
    "name_too_long": "name",
    "row_address_too_long": "address",
    "date_invalid": "start",
    **dict.fromkeys(register.DAY_FAULTS, "start"),
    "phone_invalid": "phone",
    "birth_date_missing": "birth_date",
    "birth_date_future": "birth_date",
    "birth_date_too_early": "birth_date",
    "nationality_missing": "nationality",
}


_OF_PERSON = ("name", "doc_number", "nationality", "phone", "birth_date")
_ASKED_ELSEWHERE = ("id_missing", "birth_date_missing")
"""Reasons of the complete form of the counter that do not hold for the phone: a child needs no
document there, a passport no day of birth."""


_ISO_DAY = re.compile(r"\d{4}-\d{2}-\d{2}")


def typed_day(text: str) -> tuple[date | None, str]:
    """The day that was typed, or None and why: `day_missing`, `date_unreal`, `date_invalid`."""
    text = text.strip()
    if (day := day_in(text)) is not None:
        return day, ""
    if not text:
        return None, "day_missing"
    return None, "date_unreal" if _ISO_DAY.fullmatch(text) else "date_invalid"


class View(Protocol):
    """A view of a signed-in person."""

    def __call__(self, request: ActorRequest, *args: Any, **more: Any) -> HttpResponseBase:  # noqa: ANN401
        """Answer."""


def signed_in(view: View) -> View:
    """Ask for the phone first, then come back here."""

    @wraps(view)
    def asked(request: ActorRequest, *args: Any, **more: Any) -> HttpResponseBase:  # noqa: ANN401
        if request.actor.user_id is None:
            return redirect(
                f"{reverse('account_phone')}?{urlencode({'next': request.get_full_path()})}"
            )
        return view(request, *args, **more)

    return asked


def frame(items: Sequence[Mapping[str, Any]]) -> pl.DataFrame:
    """Items as the register's standard frame; what is absent or empty is null."""
    columns = {
        c: [item.get(c) or None for item in items]
        for c in register.ITEM_SCHEMA
        if any(c in i for i in items)
    }
    return pl.DataFrame(columns, schema={c: register.ITEM_SCHEMA[c] for c in columns})


def keyed(items: Sequence[Mapping[str, Any]], key: str) -> pl.DataFrame:
    """The same with keys that follow from the form's: sent twice, it counts once."""
    return frame(with_keys(items, key))


def with_keys(items: Sequence[Mapping[str, Any]], key: str) -> list[dict[str, Any]]:
    """The same as rows and not as a frame."""
    return [
        {
            **{c: v for c, v in item.items() if v and c in register.ITEM_SCHEMA},
            "key": f"{key}:{n}",
            "row": n,
        }
        for n, item in enumerate(items, 1)
    ]


def new_key() -> str:
    """A key for a form about to be shown."""
    return uuid.uuid4().hex


def act_key(request: ActorRequest) -> str:
    """The key of what a form asks for now. It follows from the form's own key (`new_key`) and from everything that was
    sent with it: the same sent twice counts once, something else sent from the same page (with the back button, or by
    another of its buttons) is another act."""
    given = request.POST.get("key", "")
    if not given:
        return new_key()
    sent = [(n, v) for n, v in sorted(request.POST.lists()) if n != "csrfmiddlewaretoken"]
    files = [(n, f.name, f.size) for n, fs in sorted(request.FILES.lists()) for f in fs]
    content = json.dumps([request.path, sent, files], ensure_ascii=False)
    return hashlib.sha256(content.encode("utf-8", "surrogatepass")).hexdigest()[:32]


def reason_text(code: str, /, **params: Any) -> str:  # noqa: ANN401
    """A reason code in the reader's language."""
    return sentence(Refused(code, **params), get_language() or "zh-hans")


def add_error(form: forms.Form, code: str) -> None:
    """Show a refusal at the field it speaks of."""
    field = FIELDS.get(code, "doc_number" if code.startswith("id_") else None)
    form.add_error(field if field in form.fields else None, reason_text(code))


def person_faults(items: Sequence[Mapping[str, Any]], *, today: date) -> list[list[str]]:
    """Everything that is wrong in what these items say of their persons: the reasons of each item, all at once."""
    rows = frame(items)
    found = [[first] if first else [] for first in register.checked(rows, today=today)]
    for fault in register.missing(rows, today=today):
        if fault.field in _OF_PERSON and fault.reason not in (*_ASKED_ELSEWHERE, *found[fault.row]):
            found[fault.row].append(fault.reason)
    return found


class CountryField(forms.CharField):
    """A country by its name or code; cleaned to the alpha-3 code."""

    def clean(self, value: Any) -> str:  # noqa: ANN401 - Django's own
        """The code, "" where nothing is given."""
        text = super().clean(value)
        code = countries.code_of(text) if text else ""
        if code is None:
            raise forms.ValidationError(reason_text("nationality_not_known"))
        return code


def nationality_field() -> CountryField:
    """Asked where a foreign document is chosen; nothing is taken for granted."""
    return CountryField(
        label=_("国籍"),
        max_length=60,
        required=False,
        help_text=_("持护照或外国人永久居留身份证的填写，例如：美国、USA。"),
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )


def document_of(data: Mapping[str, Any]) -> dict[str, Any]:
    """The columns of a document, with the nationality where it is one of a foreigner."""
    given = {k: data[k] for k in ("doc_type", "doc_number")}
    if data["doc_type"] in register.FOREIGN:
        given["nationality"] = data.get("nationality") or ""
    return given


def on_file(person_id: int) -> dict[str, Any]:
    """The personal columns of somebody on file, for a declaration about them; shown to nobody."""
    person = people.persons([person_id])[person_id]
    document = next((d for d in person.documents if d.live), None)
    if document is None:
        return {"name": person.name, "sex": person.sex, "birth_date": person.birth_date}
    return {
        "name": person.name,
        "doc_type": document.kind,
        "doc_number": people.numbers([document.id])[document.id],
        "nationality": person.nationality,
    }


def text_field(
    label: Any,  # noqa: ANN401 - a sentence, translated when it is shown
    *,
    required: bool = True,
    longest: int = 50,
    **attrs: Any,  # noqa: ANN401
) -> forms.CharField:
    """A line of text for a thumb."""
    return forms.CharField(
        label=label, max_length=longest, required=required, widget=forms.TextInput(attrs=attrs)
    )
