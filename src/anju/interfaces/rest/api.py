"""The API itself: its routes, its description."""

from __future__ import annotations

from typing import Any

from ninja import NinjaAPI
from ninja.openapi.schema import OpenAPISchema

from anju.interfaces.rest import errors
from anju.interfaces.rest.answers import router as answers
from anju.interfaces.rest.applications.routes import router as applications
from anju.interfaces.rest.auth import Bearer
from anju.interfaces.rest.benefits import router as benefits
from anju.interfaces.rest.cases import router as cases
from anju.interfaces.rest.changes import router as changes
from anju.interfaces.rest.claims import router as claims
from anju.interfaces.rest.declarations import router as declarations
from anju.interfaces.rest.directory import router as directory
from anju.interfaces.rest.eligibility import router as eligibility
from anju.interfaces.rest.enrolment import router as enrolment
from anju.interfaces.rest.exports import router as exports
from anju.interfaces.rest.extracts import router as extracts
from anju.interfaces.rest.field.routes import router as field
from anju.interfaces.rest.forms import router as forms
from anju.interfaces.rest.homes import router as homes
from anju.interfaces.rest.imports.routes import router as imports
from anju.interfaces.rest.indicators import router as indicators
from anju.interfaces.rest.parameters import VisibleText
from anju.interfaces.rest.people.routes import router as people
from anju.interfaces.rest.permits import router as permits
from anju.interfaces.rest.rescue import router as rescue
from anju.interfaces.rest.reviews import router as reviews
from anju.interfaces.rest.rosters import router as rosters

ABOUT = """Register and find the people who come to live in a city.

Every request carries a token (`Authorization: Bearer …`). Where people are looked at, `X-Purpose` says why; each look
is recorded and shown to the person. Numbers come masked. Errors are problem details (RFC 9457) with a stable `code` and
a sentence in the language of `Accept-Language` (zh or en). What a token may not see looks exactly like what does not
exist.

`Anju-Epoch` in every answer says on which restore the register stands (0: none). Keep it and send
it along: after a restore from a backup the answer is 409 `server_restored` with the new `epoch` and
the moment the backup was `taken`, and nothing is done; then send again, with the new epoch, what
you sent since that moment. Numbers are never given to somebody else."""


class Described(NinjaAPI):
    """Says in its description that errors are problem details."""

    def get_openapi_schema(self, **options: Any) -> OpenAPISchema:  # noqa: ANN401 - ninja's own options
        """The OpenAPI 3.1 document."""
        schema = super().get_openapi_schema(**options)
        for path in schema["paths"].values():
            for operation in path.values():
                for status, response in operation["responses"].items():
                    if int(status) >= 400 and "content" in response:
                        response["content"] = {
                            errors.MEDIA_TYPE: response["content"].pop("application/json")
                        }
        return schema


api = Described(
    title="Anju 安居",
    version="1",
    description=ABOUT,
    auth=Bearer(),
    docs_url=None,
    openapi_url="/openapi.json",
    urls_namespace="rest",
    parser=VisibleText(),
)
errors.install(api)
for router, tag in (
    (declarations, "declarations"),
    (people, "people"),
    (eligibility, "people"),
    (homes, "homes"),
    (imports, "imports"),
    (rosters, "imports"),
    (exports, "exports"),
    (reviews, "reviews"),
    (benefits, "entitlements"),
    (permits, "permits"),
    (applications, "permits"),
    (cases, "cases"),
    (claims, "cases"),
    (rescue, "rescue"),
    (enrolment, "school"),
    (answers, "answers"),
    (extracts, "answers"),
    (changes, "changes"),
    (forms, "answers"),
    (indicators, "figures"),
    (directory, "directory"),
    (field, "field"),
):
    api.add_router("", router, tags=[tag])
