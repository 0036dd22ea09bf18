"""A town that is only reached as its users reach it: web forms, list uploads and the API, over Django's test client."""

from __future__ import annotations

import io
import json
import re
import uuid
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.test import Client

from anju.domains.access import api as access
from anju.domains.people.api import mask_number
from anju.foundation.clock import now
from tests.factories import staff
from tests.factories.people import Somebody
from tests.factories.register import HERE, PLATFORM, Street
from tests.model.naive import Job, Record, Stay


def day(text: str | None) -> date | None:
    return date.fromisoformat(text) if text else None


@dataclass
class Town:
    """`token`: of the office, whose clerk sits at `clerk`; `department`: of a department's system."""

    street: Street
    clerk: Client
    colleague: Client
    landlord: Client
    employer: Client
    token: str
    department: str

    # -- the API -------------------------------------------------------------------------------------------------------

    def api(self, method: str, path: str, body: Any = None, *, token: str = "", **more: Any) -> Any:
        headers = {
            "authorization": f"Bearer {token or self.token}",
            "x-purpose": "register",
            "accept-language": "en",
        }
        headers |= more.pop("headers", {})
        if body is not None:
            more |= {"data": json.dumps(body, default=str), "content_type": "application/json"}
        return getattr(Client(), method)(f"/api/v1{path}", headers=headers, **more)

    def declared(
        self, item: dict[str, Any], *, token: str = "", key: str = ""
    ) -> tuple[int, dict[str, Any]]:
        """(batch, what became of the declaration)."""
        key = key or uuid.uuid4().hex
        answer = self.api(
            "post",
            "/declarations",
            {"items": [{"key": key, **item}]},
            token=token,
            headers={"idempotency-key": key},
        )
        assert answer.status_code == 200, answer.content
        return answer.json()["batch"], answer.json()["results"][0]

    def uploaded(
        self, form: str, head: list[str], rows: list[list[str]]
    ) -> tuple[int, dict[str, Any]]:
        """A list sent by the API and applied: its number, and its figures."""
        file = io.BytesIO("\n".join(",".join(r) for r in [head, *rows]).encode("utf-8-sig"))
        file.name = "名单.csv"
        fields = (
            {"employer": self.street.firm.code} if form == "employer-roster" else {"region": HERE}
        )
        made = self.api("post", "/imports", data={"file": file, "form": form, **fields})
        assert made.status_code == 201, made.content
        number = int(made.json()["id"])
        done = self.api("post", f"/imports/{number}/apply", {"left": []})
        assert done.status_code == 200, done.content
        return number, done.json()["counts"]

    def import_undone(self, number: int) -> bool:
        return self._done(self.api("post", f"/imports/{number}/undo"))

    def questions(self) -> dict[int, dict[str, Any]]:
        found: dict[int, dict[str, Any]] = {}
        more: str | None = ""
        while more is not None:
            answer = self.api("get", f"/reviews?limit=100{more and f'&cursor={more}'}")
            assert answer.status_code == 200, answer.content
            found |= {int(r["id"]): r for r in answer.json()["items"]}
            more = answer.json()["next"]
        return found

    def decided(self, review: int, **answer: Any) -> dict[str, Any]:
        done = self.api("post", f"/reviews/{review}/decision", answer)
        assert done.status_code == 200, done.content
        return dict(done.json())

    def shows(self, person: int) -> Record | None:
        """What the API shows of a person now; None for nobody."""
        one = self.api("get", f"/people/{person}?reveal=phone")
        if one.status_code == 404:
            return None
        assert one.status_code == 200, one.content
        return Record(self.stays(person), self.jobs(person), one.json()["phone"])

    def stays(self, person: int, **asked: date | datetime) -> list[Stay]:
        return [
            Stay(
                s["since"] and date.fromisoformat(s["since"]),
                s["home"],
                day(s["until"]),
                s["habitual"],
                day(s["leave_due"]),
            )
            for s in self._listed(person, "stays", asked)
        ]

    def jobs(self, person: int, **asked: date | datetime) -> list[Job]:
        return [
            Job(j["employer"], date.fromisoformat(j["since"]), day(j["until"]), j["position"])
            for j in self._listed(person, "jobs", asked)
        ]

    def version_of(self, person: int, stay: Stay) -> int:
        """The number by which a clerk corrects this stay."""
        found = [
            s["id"]
            for s in self._listed(person, "stays", {})
            if (s["home"], s["since"], s["habitual"]) == (stay.home, str(stay.since), stay.habitual)
        ]
        return int(found[0])

    def _listed(
        self, person: int, what: str, asked: dict[str, date | datetime]
    ) -> list[dict[str, Any]]:
        answer = Client().get(
            f"/api/v1/people/{person}/{what}",
            {k: v.isoformat() for k, v in asked.items()},
            headers={"authorization": f"Bearer {self.token}", "x-purpose": "register"},
        )
        assert answer.status_code == 200, answer.content
        return list(answer.json()["items"])

    def living_in(self, home: str, on: date) -> set[int]:
        answer = self.api("get", f"/homes/{home}/occupants?as_of={on}")
        assert answer.status_code == 200, answer.content
        return {int(s["person"]) for s in answer.json()["items"]}

    def found(self, number: str) -> list[int]:
        return [int(p["id"]) for p in self.api("get", f"/people?q={number}").json()["items"]]

    # -- the counter ---------------------------------------------------------------------------------------------------

    def at_the_counter(
        self, who: Somebody, home: str, start: date, phone: str
    ) -> tuple[int, str, str]:
        """(batch, status, reason) of a form; batch 0 for one that was not taken."""
        answer = self.clerk.post(
            "/office/counter/",
            {
                "key": str(uuid.uuid4()),
                "m0-doc_type": "111",
                "m0-doc_number": who.doc_number,
                "m0-name": who.name,
                "m0-phone": phone,
                "m0-nationality": "CHN",
                "home_code": home,
                "start": str(start),
                "reason": "01",
                "dwelling": "02",
            },
        )
        return self._form(answer)

    def leaves_at_the_counter(self, person: int, end: date) -> tuple[int, str, str]:
        return self._form(
            self.clerk.post(
                f"/office/counter/leave/{person}/", {"key": str(uuid.uuid4()), "end": str(end)}
            )
        )

    def corrected(self, version: int, **values: str) -> tuple[int, str, str]:
        answer = self.clerk.post(
            f"/office/counter/stay/{version}/",
            {"key": uuid.uuid4().hex, "step": "confirm", "note": "核对合同", **values},
        )
        return self._form(answer)

    def _form(self, answer: Any) -> tuple[int, str, str]:
        if answer.status_code == 422:
            return 0, "refused", ""
        assert answer.status_code == 302, (answer.status_code, answer.content.decode()[:3000])
        batch = int(re.search(r"/done/(\d+)/", answer.url)[1])
        (line,) = self.clerk.get(answer.url).context["slip"].lines
        return batch, line.status, line.reason

    def form_undone(self, batch: int) -> bool:
        return self._done(self.clerk.post(f"/office/counter/done/{batch}/undo/"))

    def merged(self, kept: int, other: int) -> int:
        """The entry of the journal. Two numbers contradict each other: a colleague approves."""
        pair = {"one": kept, "other": other}
        answer = self.clerk.post(
            "/office/merge/compare/", {**pair, "keep": "one", "reason": "同一人"}
        )
        assert answer.status_code == 302, answer.content.decode()[:3000]
        asked = self.colleague.get("/office/merge/compare/", pair).context["waits"]
        answer = self.colleague.post(f"/office/merge/requests/{asked.id}/", {"approve": "1"})
        assert answer.status_code == 302, answer.content.decode()[:3000]
        page = self.clerk.get(answer.url).content.decode()
        return max(int(n) for n in re.findall(r"/office/merge/(\d+)/undo/", page))

    def unmerged(self, entry: int) -> bool:
        return self._done(self.clerk.post(f"/office/merge/{entry}/undo/"))

    @staticmethod
    def _done(answer: Any) -> bool:
        """True when it was done, False when it was refused in words."""
        assert answer.status_code in (200, 302, 409), (
            answer.status_code,
            answer.content.decode()[:3000],
        )
        return answer.status_code != 409

    # -- the landlord and the employer ---------------------------------------------------------------------------------

    def checked_in(self, who: Somebody, home: str, start: date, phone: str) -> None:
        answer = self.landlord.post(
            f"/landlord/room/{home}/check-in/",
            {
                "key": uuid.uuid4().hex,
                "name": who.name,
                "doc_type": "111",
                "doc_number": who.doc_number,
                "phone": phone,
                "birth_date": "",
                "sex": "",
                "start": str(start),
                "end": "",
                "reason": "01",
            },
        )
        assert answer.status_code in (302, 422), answer.content.decode()[:3000]

    def tenant(self, home: str, name: str, numbers: list[str]) -> int:
        """The line, on the landlord's page of the room, of the stay of who holds one of these documents."""
        page = self.landlord.get(f"/landlord/room/{home}/").content.decode()
        card = next(
            part
            for part in page.split("<article")[1:]
            if f"<h2>{name}</h2>" in part and any(mask_number(n) in part for n in numbers)
        )
        return int(re.search(r"check-out/(\d+)/", card)[1])

    def checked_out(self, home: str, name: str, numbers: list[str], end: date) -> str:
        """What the page says; a refused move-out is shown as it was typed."""
        line = self.tenant(home, name, numbers)
        answer = self.landlord.post(
            f"/landlord/room/{home}/check-out/{line}/",
            {"key": uuid.uuid4().hex, "day": str(end)},
            follow=True,
        )
        assert answer.status_code in (200, 422), answer.content.decode()[:3000]
        return " ".join(map(str, answer.context["messages"]))

    def stays_on(self, home: str, name: str, numbers: list[str]) -> str:
        """What the page says after the planned check-out was taken back."""
        line = self.tenant(home, name, numbers)
        answer = self.landlord.post(
            f"/landlord/room/{home}/check-out/{line}/take-back/", follow=True
        )
        assert answer.status_code == 200, answer.content.decode()[:3000]
        return answer.content.decode()

    def hired(self, who: Somebody, start: date) -> None:
        answer = self.employer.post(
            f"/employer/{self.street.firm.id}/workers/new/",
            {"name": who.name, "doc_number": who.doc_number, "start": str(start)},
        )
        assert answer.status_code == 302, answer.content.decode()[:3000]


def opened(street: Street) -> Town:
    """The accounts of the town."""
    clerk, colleague = (
        staff.staff(f"district.{name}", ("district", "430181")) for name in ("clerk", "colleague")
    )
    landlord = staff.public("13700000001", grants=(("landlord", street.holder, HERE),))
    employer = staff.public("13600000001", grants=(("employer", street.firm.party, HERE),))
    department = access.create_user(
        PLATFORM, kind="client", username="department", display_name="公安", at=now()
    )
    access.grant(PLATFORM, user_id=department.id, role="client", region="430181", at=now())
    tokens = [
        access.issue_token(PLATFORM, user_id=u, name="model", at=now()).secret
        for u in (clerk, department.id)
    ]
    return Town(
        street, *(staff.signed_in(u) for u in (clerk, colleague, landlord, employer)), *tokens
    )
