"""Roles and what they may do.

System, security and audit administration are three roles that nobody holds together (GB/T 22239-2019, level 3), and
none of them sees people.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

ADMINISTRATORS = frozenset({"sysadmin", "secadmin", "auditor"})
"""The three separated administrators."""

Scope = Literal["region", "holder", "employer", "person"]


@dataclass(frozen=True, slots=True)
class Role:
    """A role. `scope`: what its grants reach; `purposes`: allowed ones, the first is the default;
    `may_grant`: roles its holder may hand on, inside the own scope."""

    code: str
    zh: str
    en: str
    scope: Scope
    permissions: frozenset[str]
    purposes: tuple[str, ...]
    may_grant: frozenset[str] = frozenset()


_HOMES = frozenset({"home.see", "home.edit", "employer.see"})
_DOORSTEP = _HOMES | {"person.see", "person.reveal", "declare", "permit.see", "permit.apply"}
_COUNTER = _DOORSTEP | {
    "person.edit",
    "employer.edit",
    "review.decide",
    "quality.work",
    "import.run",
    "import.apply",
    "permit.decide",
    "case.see",
    "case.enter",
    "case.handle",
    "supply.keep",
    "enrol.see",
    "enrol.enter",
    "enrol.review",
}
_ANSWERS = frozenset(
    {
        "person.merge",
        "person.trail",
        "stats.see",
        "user.manage",
        "grid.edit",
        "campaign.run",
        "staff.plan",
        "group.manage",
    }
)
"""What the offices that answer for the records of an area may do besides."""
_ABOVE = frozenset(
    {
        "rules.edit",
        "permit.issue",
        "permit.make",
        "exchange.manage",
        "rescue.manage",
        "sample.run",
        "sample.check",
        "stats.publish",
    }
)
"""What districts and cities may do besides."""
_PARTIES = frozenset({"landlord", "employer"})
_SCHOOLING = frozenset({"education", "school"})
_RESCUE = frozenset({"rescue", "rescue_head"})
_OFFICE = ("register", "service", "correction", "statistics")

ROLES: dict[str, Role] = {
    role.code: role
    for role in (
        Role(
            "counter",
            "窗口",
            "Counter",
            "region",
            _COUNTER | {"permit.make"},
            ("register", "service", "correction"),
            _PARTIES,
        ),
        Role("grid", "网格员", "Grid worker", "region", _DOORSTEP, ("register", "service")),
        Role(
            "street",
            "街道办",
            "Street office",
            "region",
            _COUNTER | _ANSWERS,
            _OFFICE,
            _PARTIES | {"counter", "grid"},
        ),
        Role(
            "district",
            "区县",
            "District",
            "region",
            _COUNTER | _ANSWERS | _ABOVE,
            _OFFICE,
            _PARTIES | _RESCUE | _SCHOOLING | {"counter", "grid", "checker", "street", "leader"},
        ),
        Role(
            "city",
            "市级",
            "City",
            "region",
            _COUNTER | _ANSWERS | _ABOVE,
            _OFFICE,
            _PARTIES
            | _RESCUE
            | _SCHOOLING
            | {"counter", "grid", "checker", "street", "district", "leader"},
        ),
        Role(
            "police",
            "派出所",
            "Police station",
            "region",
            _DOORSTEP
            | {
                "person.edit",
                "person.merge",
                "review.decide",
                "import.run",
                "import.apply",
                "stats.see",
                "permit.decide",
                "permit.issue",
                "permit.make",
            },
            ("register", "safety", "correction"),
            _PARTIES,
        ),
        Role(
            "rescue",
            "救助站工作人员",
            "Rescue station worker",
            "region",
            frozenset({"rescue.see", "rescue.work"}),
            ("rescue",),
        ),
        Role(
            "rescue_head",
            "救助站站长",
            "Head of a rescue station",
            "region",
            frozenset({"rescue.see", "rescue.work", "rescue.lead"}),
            ("rescue",),
        ),
        Role(
            "clinic",
            "接种门诊",
            "Vaccination clinic",
            "region",
            frozenset({"vaccination.see", "vaccination.give"}),
            ("vaccination",),
        ),
        Role(
            "maternal",
            "妇幼保健",
            "Mother and child health",
            "region",
            frozenset({"care.see", "care.give", "vaccination.see"}),
            ("maternal", "vaccination"),
        ),
        Role(
            "cdc",
            "疾控中心",
            "Disease control",
            "region",
            frozenset({"vaccination.figures"}),
            ("statistics",),
        ),
        Role(
            "education",
            "教育部门",
            "Education office",
            "region",
            frozenset({"enrol.see", "enrol.review", "enrol.run"}),
            ("service",),
            frozenset({"school"}),
        ),
        Role("school", "学校", "School", "region", frozenset({"enrol.school"}), ("service",)),
        Role(
            "checker",
            "核查员",
            "Checker",
            "region",
            frozenset({"home.see", "person.see", "sample.check"}),
            ("register",),
        ),
        Role("leader", "领导", "Leader", "region", frozenset({"stats.see"}), ("statistics",)),
        Role(
            "sysadmin",
            "系统管理员",
            "System administrator",
            "region",
            frozenset({"rules.edit", "outbox.see", "permit.keys"}),
            ("administration",),
        ),
        Role(
            "secadmin",
            "安全管理员",
            "Security administrator",
            "region",
            frozenset({"user.manage", "permit.keys", "exchange.keys"}),
            ("administration",),
            frozenset(
                {
                    "counter",
                    "grid",
                    "checker",
                    "street",
                    "district",
                    "city",
                    "police",
                    "rescue",
                    "rescue_head",
                    "clinic",
                    "cdc",
                    "leader",
                    "maternal",
                    "education",
                    "school",
                    "sysadmin",
                    "secadmin",
                    "auditor",
                    "landlord",
                    "employer",
                    "client",
                }
            ),
        ),
        Role("auditor", "审计管理员", "Auditor", "region", frozenset({"audit.see"}), ("audit",)),
        Role(
            "landlord",
            "房东或楼栋管理人",
            "Landlord or manager",
            "holder",
            frozenset(
                {"person.see", "home.see", "home.edit", "declare", "import.run", "import.apply"}
            ),
            ("tenancy",),
            frozenset({"landlord"}),
        ),
        Role(
            "employer",
            "用工单位",
            "Employer",
            "employer",
            frozenset(
                {
                    "person.see",
                    "employer.see",
                    "employer.edit",
                    "declare",
                    "import.run",
                    "import.apply",
                    "permit.apply",
                }
            ),
            ("employment",),
            frozenset({"employer"}),
        ),
        Role(
            "resident",
            "居民",
            "Resident",
            "person",
            frozenset(
                {"person.see", "person.reveal", "home.see", "declare", "permit.see", "permit.apply"}
            ),
            ("own",),
        ),
        Role(
            "client",
            "部门系统",
            "Department system",
            "region",
            frozenset(
                {
                    "person.see",
                    "person.reveal",
                    "home.see",
                    "employer.see",
                    "declare",
                    "import.run",
                    "import.apply",
                    "permit.see",
                    "permit.ask",
                    "answer.ask",
                    "change.fetch",
                }
            ),
            ("register", "service", "verification", "safety"),
        ),
    )
}
