"""The pages of the integrated picture and of contradictions between sources."""

from __future__ import annotations

import pytest

from anju.domains.exchange.api import picture
from anju.domains.exchange.api.picture import Candidate
from anju.domains.exchange.picture.models import PictureTicket
from anju.domains.exchange.picture.queries import sources
from anju.foundation.clock import now
from anju.foundation.db.scope import acting
from tests.factories.register import HERE, PLATFORM, RESIDENT, Street
from tests.factories.staff import signed_in, staff


@pytest.fixture(scope="module")
def street(once):
    return once(Street.built)


@pytest.fixture
def clerk(street, monkeypatch):
    def police(persons, day):
        return {
            p: [Candidate("sex", "police", street.today, "9")]
            for p in persons
            if p == street.resident
        }

    monkeypatch.setattr(sources, "_sources", {"police": police})
    with acting(PLATFORM):
        picture.refresh_tickets([street.resident], at=now())
    return signed_in(staff("pi.clerk", ("counter", HERE)))


def test_a_picture_names_source_day_and_rule_and_leads_to_its_contradiction(street, clerk):
    listed = clerk.get("/office/exchange/tickets/").content.decode()
    assert RESIDENT.name in listed
    text = clerk.get(f"/office/exchange/picture/{street.resident}/").content.decode()
    for words in (RESIDENT.name, "人员档案", "居住工作登记", "公安", "按来源次序", "：来源不一致"):
        assert words in text
    assert "综合信息" in clerk.get(f"/office/people/{street.resident}/").content.decode()
    with acting(PLATFORM):
        (ticket,) = PictureTicket.objects.filter(person_id=street.resident, field="sex")
    address, fields = f"/office/exchange/tickets/{ticket.pk}/", {"person": street.resident}
    assert "请选择" in clerk.post(address, fields, follow=True).content.decode()
    fields |= {"decision": "ours_stands", "note": "证件为准"}
    assert "已答复" in clerk.post(address, fields, follow=True).content.decode()
    assert "没有等待核实的" in clerk.get("/office/exchange/tickets/").content.decode()


def test_a_clerk_of_another_street_sees_neither(street, clerk):
    other = signed_in(staff("pi.other", ("counter", "510823100001")))
    assert other.get(f"/office/exchange/picture/{street.resident}/").status_code == 404
    assert RESIDENT.name not in other.get("/office/exchange/tickets/").content.decode()
