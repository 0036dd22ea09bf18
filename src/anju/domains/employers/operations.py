"""All writes of employers."""

from __future__ import annotations

import secrets
from datetime import datetime

from anju.domains.employers.data import EmployerView
from anju.domains.employers.models import Employer
from anju.domains.employers.queries import by_code
from anju.domains.employers.rules.uscc import check_uscc
from anju.foundation.actor import Actor
from anju.foundation.errors import Conflict, Refused

_ALPHABET = "23456789ABCDEFGHJKMNPQRSTVWXYZ"


def add_employer(*, actor: Actor, name: str, region: str, address: str = "", uscc: str = "", industry: str = "",
                 code: str = "", at: datetime) -> EmployerView:
    """Record an employer. Raises `Refused` for a wrong credit code, `Conflict` when the code is taken."""
    actor.require("employer.edit", region=region)
    if not name.strip():
        raise Refused("employer_name_missing")
    problem = check_uscc(uscc) if uscc else None
    if problem:
        raise Refused(problem, uscc=uscc)
    wanted = code.upper() or "E" + "".join(secrets.choice(_ALPHABET) for _ in range(7))
    if by_code(wanted) or (uscc and by_code(uscc)):
        raise Conflict("employer_exists", code=uscc or wanted)
    row = Employer.objects.create(code=wanted, name=name.strip(), uscc=uscc.upper(), region=region,
                                  address=address.strip(), industry=industry, recorded_at=at)
    return EmployerView(row.id, row.code, row.name, row.uscc, row.region, row.address, row.industry)
