"""Words of changes that partners are given: refusals, states of webhooks, why a request failed."""

from __future__ import annotations

from anju.domains.exchange.api import words

REASONS: dict[str, tuple[str, str]] = {
    "change_agreement_unknown": (
        "没有这份变更协议，或不是与您签的。",
        "There is no such agreement about changes with you.",
    ),
    "change_agreement_ended": (
        "变更协议现在不生效（未接受、未到期或已结束）。",
        "The agreement about changes is not in force (not accepted, not begun, or over).",
    ),
    "change_purpose": (
        "变更协议约定的用途是“{purpose}”，与请求不符。",
        "The agreement about changes is for the purpose “{purpose}”, not for the one stated.",
    ),
    "change_quota_used": (
        "今天的 {per_day} 条已经领完，请明天再领。",
        "Today’s {per_day} changes have been given. Ask again tomorrow.",
    ),
    "change_cursor_unknown": (
        "游标不是按这份协议发的。不带游标再请求，会得到尚未确认的变更。",
        "The cursor was not given under this agreement. Without one you are given what you have not acknowledged.",
    ),
    "agreement_not_in_force": ("协议没有生效。", "The agreement is not in force."),
    "webhook_address": (
        "推送地址要以 https:// 开头，不含用户名、密码、空格和 #，最长 400 个字符。",
        "The address begins with https://, without a name, password, space or #, in 400 characters at most.",
    ),
    "webhook_bearer": (
        "接收方口令只能是 500 个以内的可见英文字符。",
        "The receiver’s token has up to 500 visible ASCII characters.",
    ),
    "webhook_unknown": ("这份协议没有推送地址。", "This agreement has no address for notices."),
    "webhook_not_moved": ("没有待确认的新地址。", "No other address waits for a second person."),
    "webhook_event_gone": (
        "这条变更已经不在最前面，请刷新页面。",
        "Another change is in the way by now. Reload the page.",
    ),
}
LISTED = {("change_purpose", "purpose"): lambda: _purposes()}
KINDS = words.change_kinds()
FIELDS: dict[str, tuple[str, str]] = {code: f.label for code, f in words.change_fields().items()}
HOOK_STATES: dict[str, tuple[str, str]] = {
    "unverified": ("待对方地址确认", "waits for the address to agree"),
    "active": ("推送中", "in use"),
    "paused": ("已暂停", "paused"),
}
FAILURES: dict[str, tuple[str, str]] = {
    "by_hand": ("人工暂停", "Paused by hand"),
    "not_agreed": ("对方地址没有答应接收", "The address did not agree to receive"),
    "not_reached": ("连接不上", "Cannot be reached"),
    "timed_out": ("对方没有在时限内答复", "No answer in time"),
    "address_refused": (
        "地址在内部网络或没有加密，未获配置允许",
        "The address is private or without TLS, and not allowed by the configuration",
    ),
    "redirected": ("对方要求转到别的地址（不跟随）", "Redirected (not followed)"),
    "gone": ("对方说不再接收", "The receiver is gone"),
    "media_type": ("对方不认识这种格式", "The receiver does not understand the format"),
    "too_many": ("对方嫌太快", "Too many for the receiver"),
    "not_authorised": ("对方不认口令", "The receiver does not accept the token"),
    "refused": ("对方不接受这条变更", "The receiver refused this change"),
    "server_error": ("对方系统出错", "Fault of the receiver"),
}
OUTCOMES: dict[str, tuple[str, str]] = {
    "sent": ("已送达", "taken"),
    "failed": ("未送达", "failed"),
    "skipped": ("人工跳过", "passed over"),
    "verified": ("地址已确认", "agreed"),
}


def _purposes() -> dict[str, tuple[str, str]]:
    from anju.domains.access import api as access

    return {code: (p.zh, p.en) for code, p in access.PURPOSES.items()}
