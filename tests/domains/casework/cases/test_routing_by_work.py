"""A wage claim goes where the work was done, and says by which rule; elsewhere the home's office takes it in."""

from __future__ import annotations

import pytest

from anju.domains.casework.api import cases
from anju.foundation.errors import NotFound, Refused
from tests.domains.casework.cases.town import clerk, filed, person, seen
from tests.factories.register import HERE, Street
from tests.factories.staff import staff

CHANGSHA_COUNTY, SHENZHEN = "430121000000", "440303000000"


@pytest.fixture(scope="module")
def street(once):
    return once(Street.built)


def test_the_place_of_the_work_counts_and_the_rule_is_shown(street):
    staff("labour.changsha", ("district", CHANGSHA_COUNTY[:6]))
    case_id = filed(street, work_place=CHANGSHA_COUNTY)
    record = seen(case_id, person(street.resident), street.at)
    assert (record.line.region, record.line.office) == ("430121", "430121")
    assert "第十三条" in record.routed["zh"] and "按做工地点" in record.routed["zh"]
    assert "place of the work" in record.routed["en"]
    assert seen(case_id, clerk("430121", 58), street.at).line.department == "labour"
    with pytest.raises(NotFound):
        seen(case_id, clerk(HERE, 52), street.at)


def test_where_no_office_of_that_place_is_here_the_home_takes_it_in_and_says_so(street):
    record = seen(filed(street, work_place=SHENZHEN, debtor="深圳某厂"), clerk(), street.at)
    assert record.line.region == HERE and "不在本系统服务的范围" in record.routed["zh"]
    assert record.answers["work_place"] == SHENZHEN


def test_without_a_place_the_home_counts_and_a_place_that_is_none_is_refused(street):
    record = seen(filed(street, debtor="某包工头"), clerk(), street.at)
    assert record.line.region == HERE and "先由居住地受理" in record.routed["zh"]
    for typed in ("999999999999", "长沙", "4301"):
        with pytest.raises(Refused, match="case_answers") as error:
            filed(street, debtor="又一家", work_place=typed)
        assert error.value.params["faults"] == {"work_place": "answer_place"}


def test_other_matters_go_by_the_home(street):
    case_id = filed(street, code="temporary_relief", hardship="火灾")
    assert seen(case_id, clerk(HERE[:9], 56), street.at).routed["zh"].count("；") == 0
    assert cases.duty("temporary_relief", HERE, street.today).department == "civil"
