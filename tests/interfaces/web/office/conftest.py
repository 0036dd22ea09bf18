import pytest

from tests.factories import staff
from tests.factories.register import OTHER_STREET, STREET, Street


@pytest.fixture(scope="module")
def street(once):
    return once(Street.built)


@pytest.fixture
def clerk(street):
    return staff.signed_in(staff.staff("street.zhao", ("street", STREET), name="赵敏"))


@pytest.fixture
def other_clerk(street):
    return staff.signed_in(staff.staff("street.wu", ("street", OTHER_STREET)))


@pytest.fixture
def leader(street):
    return staff.signed_in(staff.staff("leader.sun", ("leader", STREET)))
