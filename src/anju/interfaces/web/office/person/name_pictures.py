"""The picture of a person's written name: what is kept, brought by a clerk, looked at, removed."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from anju.domains.people import api as people
from anju.domains.people.api import PersonView
from anju.domains.register import api as register
from anju.foundation.audit import api as audit
from anju.foundation.db.scope import acting
from anju.foundation.errors import AnjuError, NotAllowed, NotFound, Refused
from anju.foundation.files import JPEG, LARGEST
from anju.interfaces.texts.sentences import sentence
from anju.interfaces.web import fonts
from anju.interfaces.web.files import as_file
from anju.interfaces.web.session import ActorRequest


@require_http_methods(["GET", "POST"])
def page(request: ActorRequest, person_id: int) -> HttpResponse:
    """The name, character by character, and its pictures; posted: a new picture of the name as it
    stands on the form."""
    view = people.persons([person_id]).get(person_id)
    if view is None:
        raise NotFound("person_unknown")
    if request.method == "GET":
        return _page(request, view)
    try:
        with acting(request.actor):
            _keep(request, person_id)
    except (NotFound, NotAllowed):
        raise
    except AnjuError as error:
        return _page(request, view, sentence(error, get_language() or "zh-hans"))
    messages.success(request, _("姓名图像已保存。打印时用它代替姓名的文字。"))
    return redirect("office:name_picture", person_id)


def _keep(request: ActorRequest, person_id: int) -> None:
    file = request.FILES.get("file")
    if file is None:
        raise Refused("paper_empty")
    if (file.size or 0) > LARGEST:
        raise Refused("paper_too_large", mb=LARGEST // 1024 // 1024)
    register.keep_name_picture(
        person_id,
        name=request.POST.get("name", ""),
        data=file.read(),
        actor=request.actor,
        at=request.at,
    )


def _page(request: ActorRequest, view: PersonView, problem: str = "") -> HttpResponse:
    lacking = fonts.unprintable(view.name)
    audit.record_read(
        request.actor,
        person_ids=[view.id],
        fields=["name"],
        action="office.name_pictures",
        at=request.at,
    )
    return render(
        request,
        "office/person/name_picture.html",
        {
            "person": view,
            "problem": problem,
            "pictures": people.name_pictures(view.id),
            "characters": [(c, f"U+{ord(c):04X}", c in lacking) for c in view.name],
            "lacking": fonts.in_words(lacking),
            "may": request.actor.may("person.edit"),
        },
        status=422 if problem else 200,
    )


@require_safe
def content(request: ActorRequest, person_id: int, picture_id: int) -> HttpResponse:
    """One picture, shown when it is opened."""
    holder, data = people.name_picture_content(picture_id)
    if holder != person_id:
        raise NotFound("name_picture_unknown")
    audit.record_read(
        request.actor,
        person_ids=[holder],
        fields=["name_picture"],
        action="office.name_picture",
        at=request.at,
    )
    answer = as_file(data, "name.jpg", JPEG, shown=True)
    answer["Content-Security-Policy"] = "default-src 'none'; sandbox"
    return answer


@require_POST
def remove(request: ActorRequest, person_id: int, picture_id: int) -> HttpResponse:
    """A picture is removed for good."""
    register.remove_name_picture(person_id, picture_id, actor=request.actor, at=request.at)
    messages.success(request, _("姓名图像已删除。"))
    return redirect("office:name_picture", person_id)
