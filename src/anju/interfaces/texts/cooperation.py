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
        "协议内容不完整或不合规定，请检查：{at}。",
        "The terms are not as they must be. Check: {at}.",
    ),
    "cooperation_last": ("请填写最后一天。", "Give the last day."),
    "cooperation_service_day": (
        "请选协议里约定的服务日；没举行的写明情况，举行日期不能在协议开始之前或今天之后。",
        "Choose a joint service day of the agreement; say why where it was not held. It was held since its first day.",
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
PARTS: dict[str, tuple[str, str]] = {
    "number": ("编号（字母、数字、横线）", "number (letters, digits, dashes)"),
    "title": ("名称", "title"),
    "first": ("从哪天起", "first day"),
    "last": ("到哪天止（不早于起始日和今天）", "last day (not before the first day or today)"),
    "notice_days": ("提前几天告知终止", "days of notice"),
    "purposes": ("用途", "purposes"),
    "sides": (
        "双方（各写经办单位，至少一方可发送报文）",
        "sides (an office each, messages of one at least)",
    ),
    "office": ("经办单位", "office"),
    "phone": ("电话（数字、+、-，5 至 20 位）", "phone (5 to 20 digits, + and -)"),
    "contacts": ("联系人", "contact people"),
    "name": ("姓名", "name"),
    "role": ("职务", "role"),
    "sends": ("可发送", "what it may send"),
    "per_day": ("每日最多几份", "messages a day"),
    "duties": ("约定的事", "duties"),
    "text": ("内容", "text"),
    "by": ("哪一方", "side"),
    "due": ("最后期限（在协议期内）", "last day (within the agreement)"),
    "days": ("期限（天）", "term in days"),
    "percent": ("要求（百分比）", "share in per cent"),
    "service_days": ("联合服务日", "joint service days"),
    "day": ("日期（在协议期内）", "day (within the agreement)"),
    "place": ("在哪里", "place"),
    "topic": ("服务内容", "topic"),
    "reviews": ("回顾日（在协议期内）", "review days (within the agreement)"),
}
"""Member of terms → what the form calls it."""
