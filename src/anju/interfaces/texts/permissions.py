"""Permissions in words, and who can give one: "not allowed" says what is missing and whom to ask."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from anju.interfaces.texts.labels import Table

PERMISSIONS: Table = {
    "person.see": ("查找和查看人员", "find and see people"),
    "person.reveal": ("显示完整号码", "show full numbers"),
    "person.edit": ("更正人员信息", "correct people's records"),
    "person.merge": ("合并档案", "merge records"),
    "person.trail": ("查看谁看过某人", "see the access log of a person"),
    "home.see": ("查看房屋", "see homes"),
    "home.edit": ("维护房屋", "edit homes"),
    "employer.see": ("查看用工单位", "see employers"),
    "employer.edit": ("维护用工单位", "edit employers"),
    "declare": ("登记申报", "enter declarations"),
    "review.decide": ("处理待核事项", "decide review items"),
    "import.run": ("上传名单", "upload lists"),
    "import.apply": ("名单写入登记", "apply lists"),
    "user.manage": ("管理用户与授权", "manage users and roles"),
    "audit.see": ("查看审计记录", "read the audit trail"),
    "outbox.see": ("查看发件箱", "see the outbox"),
    "rules.edit": ("维护规则", "edit rules"),
    "grid.edit": ("维护网格", "edit grids"),
    "campaign.run": ("组织集中登记", "run campaigns"),
    "sample.run": ("组织抽样核查", "run sample audits"),
    "sample.check": ("抽样核查", "check samples"),
    "quality.work": ("处理数据质量问题", "work on faults of data"),
    "staff.plan": ("管理站点与排班", "keep stations and rosters"),
    "exchange.manage": ("管理两地交换", "keep links with other places"),
    "exchange.keys": ("管理两地交换的密钥", "keep the keys of links with other places"),
    "stats.see": ("查看统计", "see figures"),
    "stats.publish": ("公布统计数据", "publish figures"),
    "permit.see": ("查看居住证", "see permits"),
    "permit.apply": ("受理居住证申请", "enter permit applications"),
    "permit.decide": ("审核居住证申请", "decide permit applications"),
    "permit.issue": ("签发居住证", "issue permits"),
    "permit.make": ("制证与交付", "make and hand over cards"),
    "permit.keys": ("管理密钥", "manage keys"),
    "answer.ask": ("是否核验", "ask yes-or-no questions about people"),
    "change.fetch": ("领取变更", "fetch changes under an agreement"),
    "case.see": ("查看事项", "see cases"),
    "case.enter": ("代为提交事项", "enter cases"),
    "case.handle": ("办理事项", "handle cases"),
    "rescue.see": ("查看本站受助人员", "see who is at the own rescue station"),
    "rescue.work": ("救助站接待和照料", "receive and care for people at a rescue station"),
    "rescue.lead": ("救助站站长审批", "decide at a rescue station"),
    "rescue.manage": ("管理救助站", "open rescue stations and read their counts"),
    "supply.keep": ("管理免费用品发放点", "keep points of free supplies"),
    "vaccination.see": ("查看儿童接种档案", "see children's vaccination records"),
    "vaccination.give": ("接种门诊工作台", "work at a vaccination clinic's desk"),
    "care.see": ("查看孕产妇和儿童健康管理档案", "see plans of mothers and children"),
    "care.give": ("妇幼保健工作台", "keep plans of mothers and children"),
    "vaccination.figures": ("查看接种率和疫苗库存", "see vaccination coverage and stocks"),
    "group.manage": ("管理群众组织备案", "recognise groups of residents"),
    "enrol.see": ("查看入学报名", "see applications for school"),
    "enrol.enter": ("代为报名入学", "enter applications for school"),
    "enrol.review": ("审核入学报名", "review applications for school"),
    "enrol.run": ("组织招生", "run enrolment and allocate places"),
    "enrol.school": ("查看本校录取名单", "see the children placed in the own school"),
    "permit.ask": ("核验持证人权益", "ask about entitlements"),
}


def explained(permission: str, *, chinese: bool) -> dict[str, Any]:
    """What the sentence ``not_allowed_of`` names: the permission, the roles of staff that include it,
    and the roles that give those."""
    from anju.domains.access import api as access  # the command line speaks before Django is ready

    tongue = 0 if chinese else 1
    holding = [
        r
        for r in access.ROLES.values()
        if r.scope == "region" and r.code != "client" and permission in r.permissions
    ]
    giving = [r for r in access.ROLES.values() if r.may_grant & {h.code for h in holding}]
    return {
        "what": PERMISSIONS[permission][tongue],
        "roles": [r.zh if chinese else r.en for r in holding],
        "givers": [r.zh if chinese else r.en for r in giving],
    }


def not_allowed(params: Mapping[str, Any], *, chinese: bool) -> tuple[str, dict[str, Any]]:
    """The code of the sentence for ``not_allowed`` and what it names."""
    permission = params.get("permission", "")
    if permission not in PERMISSIONS:
        return "not_allowed", dict(params)
    names = explained(permission, chinese=chinese)
    return ("not_allowed_of" if names["givers"] else "not_allowed"), {**params, **names}
