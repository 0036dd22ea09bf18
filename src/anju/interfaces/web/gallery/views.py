"""The gallery's pages."""

from __future__ import annotations

from django import forms
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.utils.translation import gettext_lazy as _

from anju.foundation.actor import Actor

from . import examples, pages


class Sample(forms.Form):
    """A form with one wrong answer, to show how errors speak."""

    name = forms.CharField(label=_("姓名"))
    document = forms.CharField(label=_("证件号码"), help_text=_("18 位，末位可以是 X"))
    reason = forms.ChoiceField(
        label=_("来本地原因"), choices=[("01", _("务工")), ("06", _("随迁"))]
    )
    told = forms.BooleanField(label=_("已告知本人信息用途"))

    def clean_document(self) -> str:
        """Always refused: this form exists to be wrong."""
        raise forms.ValidationError(_("第 18 位校验码应为 6，请对照证件再看一遍"))


def around(request: HttpRequest) -> dict[str, object]:
    """An invented member of staff at work."""
    return {
        "actor": Actor(kind="staff", label="周敏", user_id=1),
        "purpose": _("办理居住登记"),
        "nav": examples.navigation(),
        "suggest_url": "/gallery/suggest/",
        "search_url": "/gallery/",
    }


def gallery(request: HttpRequest) -> HttpResponse:
    """Every piece once."""
    form = Sample({"name": "王小妹", "document": "430181199603079971", "reason": "01"})
    return render(
        request, "anju/gallery.html", {**around(request), **examples.pieces(), "form": form}
    )


def page(request: HttpRequest, name: str) -> HttpResponse:
    """One sample page."""
    if name not in pages.PAGES:
        raise Http404(name)
    return render(request, f"anju/pages/{name}.html", {**around(request), **pages.PAGES[name]()})


def suggest(request: HttpRequest) -> HttpResponse:
    """Options for any box."""
    q = request.GET.get("q", "")
    found = [o for o in examples.OPTIONS if q and (q in o["text"] or q.lower() in o["hint"])]
    return render(
        request, "anju/partials/options.html", {"options": found, "q": q, "total": len(found)}
    )


def regions(request: HttpRequest) -> JsonResponse:
    """Divisions in the shape of ``/regions/suggest``."""
    found = [{"code": "430181124000", "name": "洞阳镇", "full_name": "湖南省长沙市浏阳市洞阳镇"}]
    return JsonResponse(
        {"results": [place for place in found if request.GET.get("q", "") in place["full_name"]]}
    )


def reveal(request: HttpRequest) -> HttpResponse:
    """An invented number."""
    return render(request, "anju/partials/revealed.html", {"value": "430181199603079975"})
