"""An uploaded file on its way to the register: small ones are read at once, large ones by a job."""

from __future__ import annotations

from django.core.files.uploadedfile import UploadedFile
from procrastinate.contrib.django import app

from anju.domains.register import api as register
from anju.foundation.errors import AnjuError, Refused
from anju.foundation.progress import api as progress
from anju.interfaces.web.session import ActorRequest

LARGE_BYTES = 150_000
"""A file above this is read by a job: about 2,000 rows of a workbook, a second of reading."""
LARGE_ROWS = 2_000


def take(request: ActorRequest, *, form: str, sender: register.Sender) -> register.ImportView:
    """Keep the uploaded ``file`` and have it read. What cannot be read is kept too, to be corrected."""
    file = request.FILES.get("file")
    if not isinstance(file, UploadedFile):
        raise Refused("file_not_chosen")
    data = file.read()
    kept = register.take_file(
        data, file.name or "", form=form, sender=sender, actor=request.actor, at=request.at
    )
    if len(data) > LARGE_BYTES:
        return hand_over(request, kept, "import.read")
    try:
        return register.read_import(kept.id, actor=request.actor, at=request.at)
    except AnjuError as error:
        return register.set_failed(
            kept.id, actor=request.actor, code=error.code, params=error.params
        )


def apply(request: ActorRequest, shown: register.ImportView) -> register.ImportView:
    """Apply a previewed import: at once, or by a job when it is large. ``many`` confirms that unusually many leave."""
    many = request.POST.get("many") == "1"
    if shown.state == "queued":  # pressed again while a job has it
        return shown
    if shown.counts.get("rows", 0) > LARGE_ROWS:
        return hand_over(request, shown, "import.apply", many=many)
    return register.apply_import(shown.id, actor=request.actor, at=request.at, many=many)[0]


def again(request: ActorRequest, shown: register.ImportView) -> register.ImportView:
    """Try once more what broke off: applying, when it was at that, else reading."""
    if shown.state != "failed":
        return shown
    if shown.counts.get("failed_at") == "queued":
        return apply(request, shown)
    return hand_over(request, shown, "import.read")


def hand_over(
    request: ActorRequest, shown: register.ImportView, job: str, *, many: bool = False
) -> register.ImportView:
    """Give an import to a job. The job exists only if this page's transaction commits."""
    reading = job == "import.read"
    work = progress.start(job, shown.file_name, owner=request.actor, total=shown.counts.get("rows"))
    noted = register.set_under_way(
        shown.id,
        actor=request.actor,
        task_id=work.id,
        state="reading" if reading else "queued",
        permission="import.run" if reading else "import.apply",
        many=many,
    )
    app.configure_task(job).defer(batch=shown.id, user=request.actor.user_id, task=work.id)
    return noted
