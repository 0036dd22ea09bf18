"""Sentences of agreements that two places negotiate over the wire."""

from __future__ import annotations

REASONS: dict[str, tuple[str, str]] = {
    "cooperation_unknown": ("没有这份合作协议。", "There is no such agreement."),
    "cooperation_not_open": (
        "这份协议已不在这一步，请刷新页面看现在的状态。",
        "The agreement has moved on. Reload the page to see where it stands.",
    ),
    "cooperation_changed": (
        "对方刚发来新的协议内容，请看过以后再签。",
        "The other place has sent other terms. Read them before signing.",
    ),
    "cooperation_terms": (
        "协议内容不完整或不合规定：{at}。请检查编号、起止日期、用途和双方可发的报文。",
        "The terms are not as they must be: {at}. Check number, days, purposes and what each side may send.",
    ),
    "cooperation_service_day": (
        "请选协议里约定的服务日；没举行的写明情况，举行日期不能在今天之后。",
        "Choose a joint service day of the agreement; say why where it was not held. It cannot be held in the future.",
    ),
    "cooperation_review": (
        "请选协议里约定的回顾日，统计到昨天或更早，并写明回顾意见。",
        "Choose a review of the agreement, a period that ended yesterday at the latest, and write what it comes to.",
    ),
    "cooperation_note": ("请写明理由，对方会看到。", "Give the reason; the other place reads it."),
}
STAGES: dict[str, tuple[str, str]] = {
    "ours": ("已提出，等对方", "Proposed, waits for the other place"),
    "theirs": ("对方已提出，等本地", "Proposed by the other place, waits for this one"),
    "signed_here": ("本地已签，等对方", "Signed here, waits for the other place"),
    "signed_there": ("对方已签，等本地", "Signed there, waits for this place"),
    "in_force": ("已生效", "In force"),
    "declined": ("未达成", "Declined"),
    "withdrawn": ("已撤回", "Withdrawn"),
}
"""Where an agreement between two places stands."""
MEASURES: dict[str, tuple[str, str]] = {
    "arrivals_answered": ("流入通知按期答复", "Arrival notices answered in time"),
    "enquiries_answered": ("协查按期反馈", "Enquiries replied to in time"),
    "service_days_held": ("联合服务日按期举行", "Joint service days held in time"),
}
"""By what a duty of an agreement is kept."""
