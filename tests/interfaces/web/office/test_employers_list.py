"""The list of employers: all of them, page by page, as Excel, found as one types; sites and service days as Excel."""

import io

import openpyxl
import pytest

from anju.domains.register.api import staffing
from anju.foundation.db.scope import acting
from anju.foundation.db.statements import run
from anju.foundation.errors import NotAllowed
from anju.interfaces.exports import listing as lists
from tests.factories import markup, staff
from tests.factories.register import HERE, OTHER_STREET, STREET


def flat(answer) -> str:
    return markup.flat(answer.content.decode())


pytestmark = pytest.mark.django_db
MANY = 2_345
URL = "/office/employers/"


@pytest.fixture
def many(street):
    """More employers than any list looked through before; one of another street."""
    run(
        """INSERT INTO employers_employer (code, name, uscc, region, address, industry, recorded_at)
        SELECT 'N' || n, '长名' || lpad(n::text, 5, '0') || '厂', '', %s, '路', '', now()
        FROM generate_series(1, %s) n""",
        [HERE, MANY],
    )
    run(
        """INSERT INTO employers_employer (code, name, uscc, region, address, industry, recorded_at)
        VALUES ('FAR1', '长名外街厂', '', %s, '路', '', now())""",
        [f"{OTHER_STREET}001"],
    )


def sheet(answer) -> list[tuple]:
    book = openpyxl.load_workbook(io.BytesIO(answer.getvalue()))
    return list(book.active.iter_rows(values_only=True))


def test_every_employer_of_the_area_is_counted_and_reached(street, many, clerk):
    page = flat(clerk.get(URL, {"order": "name"}))
    total = MANY + 1
    assert f"{total:,}" in page
    last = clerk.get(URL, {"order": "name", "page": -(-total // 50)})
    assert "长名02345厂" in flat(last)
    assert "长名02345厂" in flat(clerk.get(URL, {"order": "name", "page": 900})), (
        "beyond the last page"
    )
    assert "外街" not in flat(clerk.get(URL, {"q": "长名"}))


def test_the_largest_comes_first_and_the_order_can_be_turned(street, many, clerk):
    named = lambda answer: [x["firm"].name for x in answer.context["lines"]]  # noqa: E731
    assert named(clerk.get(URL))[0] == street.firm.name
    turned = clerk.get(URL, {"order": "-name"})
    assert named(turned)[:2] == sorted(named(turned), reverse=True)[:2]
    last = clerk.get(URL, {"order": "now", "page": -(-(MANY + 1) // 50)})
    assert named(last)[-1] == street.firm.name
    assert last.context["working"] == 1


@pytest.mark.parametrize("typed", ["长名00017", "n17", "N17"])
def test_an_employer_is_found_by_part_of_its_name_or_the_beginning_of_its_code(
    street, many, clerk, typed
):
    assert "长名00017厂" in flat(clerk.get(URL, {"q": typed}))


@pytest.mark.parametrize("sign", ["%", "_", "\\"])
def test_a_sign_of_patterns_means_itself(street, many, clerk, sign):
    assert clerk.get(URL, {"q": sign}).context["total"] == 0


def test_the_list_leaves_whole_as_excel(street, many, clerk, monkeypatch):
    monkeypatch.setattr(lists, "AT_ONCE", 10_000)
    whole = sheet(clerk.get(URL, {"format": "xlsx", "order": "name"}))
    assert len(whole) == MANY + 2
    found = sheet(clerk.get(URL, {"format": "xlsx", "q": "长名0001"}))
    assert [row[0] for row in found[1:]] == [f"长名0001{n}厂" for n in range(10)]


@pytest.mark.parametrize("page", ["sites", "service-days", "rosters"])
def test_what_belongs_to_employers_leaves_as_excel(street, clerk, page):
    assert "format=xlsx" in flat(clerk.get(f"{URL}{page}/"))
    assert sheet(clerk.get(f"{URL}{page}/", {"format": "xlsx"}))


def test_employers_of_another_street_are_refused(street):
    other = staff.actor(staff.staff("street.qi", ("street", OTHER_STREET)))
    with acting(other), pytest.raises(NotAllowed):
        staffing.employers_staffed([STREET], actor=other, today=street.today)
