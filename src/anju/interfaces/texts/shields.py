"""Words of questions about shielded persons: under which law, what is asked for, where they stand, what is wrong."""

from __future__ import annotations

SHIELD_BASES: dict[str, tuple[str, str]] = {
    "court": (
        "法院调查取证（民事诉讼法第七十条）",
        "Evidence for a court (Civil Procedure Law, art. 70)",
    ),
    "protection_order": (
        "执行人身安全保护令（反家庭暴力法第三十二条）",
        "Carrying out a protection order (Anti-Domestic Violence Law, art. 32)",
    ),
    "witness": (
        "保护证人、被害人（刑事诉讼法第六十四条）",
        "Protecting a witness or victim (Criminal Procedure Law, art. 64)",
    ),
    "investigation": (
        "侦查、起诉、审判取证（刑事诉讼法第五十四条）",
        "Evidence in a criminal case (Criminal Procedure Law, art. 54)",
    ),
}
SHIELD_ASKED: dict[str, tuple[str, str]] = {
    "address": ("现住址", "Present address"),
    "since": ("何时起居住", "Living there since"),
    "phone": ("联系电话", "Phone"),
}
SHIELD_STATES: dict[str, tuple[str, str]] = {
    "waiting": ("待另一人答复", "Waits for a second person"),
    "answered": ("已提供", "Disclosed"),
    "declined": ("没有提供", "Nothing disclosed"),
}
REASONS: dict[str, tuple[str, str]] = {
    "shield_none": (
        "此人没有保密，按一般办法答复。",
        "This person is not shielded; answer as usual.",
    ),
    "shield_enquiry_incomplete": (
        "请填全：来函单位、依据、文号和要查的内容。",
        "Complete it: who asks, under which law, the number of the paper, and what is asked for.",
    ),
    "shield_enquiry_unknown": (
        "没有这份查询，或不在您的范围内。",
        "There is no such question in your care.",
    ),
    "shield_enquiry_done": ("这份查询已经答复过。", "This question has been answered."),
    "shield_note": ("请写明不提供的理由。", "Say why nothing is disclosed."),
}
