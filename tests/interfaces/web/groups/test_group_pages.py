"""Pages of groups: asked for on the phone, recognised in the office, joined and left with one tap."""

from __future__ import annotations

import io

import openpyxl
import pytest

from anju.domains.groups.api import membership
from anju.foundation.db.scope import acting
from tests.factories.register import HERE, STREET, Street
from tests.factories.staff import actor, public, signed_in, staff

GROUP = {
    "kind": "residents_home",
    "region": HERE,
    "name": "洞阳新市民之家",
    "purpose": "一起学习、互相帮助",
    "own_name": "周大姐",
    "key": "k1",
}


@pytest.fixture(scope="module")
def street(once):
    return once(Street.built)


def page(client, url: str, **more) -> str:
    answer = client.get(url, more)
    assert answer.status_code == 200, answer.status_code
    return answer.content.decode()


def test_from_asking_to_leaving(street):
    founder, neighbour = public("13900020001"), public("13900020002", person_id=street.resident)
    own, other = signed_in(founder), signed_in(neighbour)
    assert "先选一个地方" in page(own, "/me/groups/")
    assert own.post("/me/groups/new/", GROUP | {"purpose": "一起查经"}).status_code == 422
    made = own.post("/me/groups/new/", GROUP)
    assert made.status_code == 302
    url = made["Location"]
    assert own.post("/me/groups/new/", GROUP)["Location"] == url
    assert "待备案" in page(own, url) and other.get(url).status_code == 404
    clerk = signed_in(staff("groups.street", ("street", STREET)))
    office = url.replace("/me/", "/office/")
    assert "洞阳新市民之家" in page(clerk, "/office/groups/")
    assert clerk.post(office, {"act": "refuse", "reason": ""}).status_code == 422
    assert clerk.post(office, {"act": "recognise"}).status_code == 302
    assert "洞阳新市民之家" in page(other, "/me/groups/"), "the area of one's own home"
    assert other.post(url, {"act": "join", "own_name": " "}).status_code == 422
    assert other.post(url, {"act": "join", "own_name": "小李"}).status_code == 302
    assert "我是成员" in page(other, url)
    assert "小李" in page(own, f"{url}members/") and other.get(f"{url}members/").status_code == 403
    assert "小李" not in page(clerk, office) and "2 人" in page(clerk, office)
    member = next(m.id for m in _members(url, founder) if m.name == "小李")
    seat = {"member": member, "role": "mediator"}
    for wrong in (
        {"role": "king"},
        {"member": "0"},
        {"until": "tomorrow"},
        {"until": "2001-01-01"},
    ):
        assert own.post(f"{url}members/", seat | wrong).status_code == 422
    assert own.post(f"{url}members/", seat).status_code == 302
    text = page(other, url)
    assert "请您担任调解员" in text
    number = text.split('name="seat" value="')[1].split('"')[0]
    assert other.post(url, {"act": "accept", "seat": number}).status_code == 302
    assert "小李" in page(clerk, office), "who holds a seat is published"
    assert other.post(url, {"act": "fly"}).status_code == 422
    assert other.post(url, {"act": "leave"}).status_code == 302
    assert "我是成员" not in page(other, url) and "小李" not in page(clerk, office)
    change = {"act": "change", "purpose": "教会", "rules": "", "contact": ""}
    assert own.post(url, change).status_code == 422
    assert own.post(url, change | {"purpose": "学电工"}).status_code == 302
    assert own.post(url, {"act": "close", "reason": "合并了"}).status_code == 302


def _members(url: str, founder: int):
    with acting(actor(founder)):
        group = int(url.rstrip("/").rsplit("/", 1)[-1])
        from anju.foundation.clock import local_date, now

        return membership.members(group, actor(founder), local_date(now()))


def test_the_office_founds_one_of_its_own_and_takes_the_list_along(street):
    clerk = signed_in(staff("groups.own", ("street", STREET)))
    form = GROUP | {"kind": "enterprise", "name": "园区服务中心", "own_name": "园区专干"}
    assert clerk.post("/office/groups/", form | {"region": "440106000000"}).status_code == 422
    assert clerk.post("/office/groups/", form | {"name": ""}).status_code == 422
    assert clerk.post("/office/groups/", form).status_code == 302
    sheet = openpyxl.load_workbook(
        io.BytesIO(clerk.get("/office/groups/groups.xlsx").content)
    ).active
    assert "园区服务中心" in [r[0] for r in sheet.iter_rows(values_only=True)]
    for name, grant in {
        "groups.elsewhere": ("street", "430102001"),
        "groups.counter": ("counter", STREET),
        "groups.leader": ("leader", STREET),
    }.items():
        other = signed_in(staff(name, grant))
        found, _total = membership.managed_groups(actor(staff(f"{name}.x", ("street", STREET))))
        assert other.get(f"/office/groups/{found[0].id}/").status_code == 404
