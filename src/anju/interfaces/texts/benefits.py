"""Sentences of the benefit catalogue and of the answers about one holder: code → (Chinese, English)."""

from __future__ import annotations

from anju.interfaces.texts.sentences import text_of

REASONS: dict[str, tuple[str, str]] = {
    "entitled": ("持有有效居住证，可以享受。", "Holds a valid permit and has this benefit."),
    "functions_suspended": (
        "居住证使用功能自 {since} 起中止，补办签注后恢复。",
        "The permit's functions are suspended since {since}; a late endorsement restores them.",
    ),
    "permit_ended": ("居住证已失效。", "The permit is no longer valid."),
    "permit_reported_lost": (
        "这张居住证已挂失，请凭身份证件核实本人。",
        "This permit was reported lost. Ask by the person's identity document.",
    ),
    "not_offered_here": (
        "这项待遇不适用于该居住证的签发地。",
        "This entitlement does not exist where the permit was issued.",
    ),
    "no_permit_here": (
        "在您的辖区内没有查到有效居住证。",
        "There is no valid permit in your area.",
    ),
    "entitlement_unknown": (
        "没有这一项待遇，请对照公布的清单。",
        "There is no such entitlement. See the published catalogue.",
    ),
    "entitlement_purpose": (
        "这一项不能为该用途查询（{purpose}）。",
        "This cannot be asked for that purpose ({purpose}).",
    ),
    "holder_unclear": (
        "请用一种方式说明查询谁：居住证号、人员编号或证件。",
        "Say in exactly one way who is meant: permit number, person or document.",
    ),
    "question_key_used": (
        "这个 Idempotency-Key 已用于另一个问题。",
        "This Idempotency-Key belongs to another question.",
    ),
    "entitlement_asked": (
        "询问能否享受“{what}”，答复：{answer}",
        "Benefit check “{what}”; answer: {answer}",
    ),
    "answer_yes": ("能", "Yes"),
    "answer_no": ("不能。{why}", "No. {why}"),
}

KINDS: dict[str, tuple[str, str]] = {
    "right": ("权利", "Rights"),
    "service": ("基本公共服务", "Basic public services"),
    "convenience": ("便利", "Conveniences"),
    "addition": ("当地增加的", "Added locally"),
}
"""Kinds of the catalogue, in the order of Order 663."""


def benefit_check_text(fields: tuple[str, ...], names: dict[str, str], language: str) -> str:
    """A line of the trail in words: what a department asked, and whether it heard yes. "" for other lines. `names`:
    code of a benefit → its name in that language."""
    parts = dict(f.partition(":")[::2] for f in fields)
    if not parts.get(
        "entitlement"
    ):  # a page that shows the benefit among other things asked nothing
        return ""
    code, verdict = parts["entitlement"], parts.get("answer", "")
    answer = (
        text_of("answer_yes", language, {})
        if verdict == "entitled"
        else text_of("answer_no", language, {"why": text_of(verdict, language, {"since": ""})})
    )
    return text_of("entitlement_asked", language, {"what": names.get(code, code), "answer": answer})


def _purposes() -> dict[str, tuple[str, str]]:
    from anju.domains.access import api as access  # commands speak before Django is set up

    return {p.code: (p.zh, p.en) for p in access.PURPOSES.values()}


LISTED = {("entitlement_purpose", "purpose"): _purposes}
"""The words of codes that a parameter of a sentence names."""
