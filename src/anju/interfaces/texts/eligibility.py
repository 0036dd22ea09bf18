"""Sentences about who is eligible for a permit: facts, what is missing, articles, ways: code → (Chinese, English)."""

from __future__ import annotations

REASONS: dict[str, tuple[str, str]] = {
    "local_hukou": (
        "您的户籍就在本市，不需要居住证。",
        "Your household is registered in this very city: you need no permit.",
    ),
    "no_rule": ("这一天还没有居住证的规定。", "There was no rule of permits on that day."),
    "proof_unknown": ("不能证明这一项（{code}）。", "That cannot be proved this way ({code})."),
    "proof_period": ("证明的结束日期早于开始日期。", "The proof ends before it begins."),
    "proof_source": (
        "证明的来源写法不对（{source}），应如 application:12、department:insurance。",
        "The source of a proof must look like application:12 or department:insurance, not {source}.",
    ),
}

FACTS: dict[str, tuple[str, str]] = {
    "registered_stay": ("居住登记：自 {since} 起", "Registered as living here since {since}"),
    "stable_job": ("合法稳定就业：自 {since} 起", "Stable job since {since}"),
    "stable_home": ("合法稳定住所：自 {since} 起", "Stable home since {since}"),
    "schooling": ("连续就读：自 {since} 起", "At school without a break since {since}"),
    "insurance": ("缴纳社会保险：自 {since} 起", "Social insurance since {since}"),
    "marriage": ("与本市户籍居民结婚：自 {since} 起", "Married to a local resident since {since}"),
}
UNTIL = ("，到 {until} 止", ", until {until}")

MISSING: dict[str, tuple[str, str]] = {
    "registered_stay": (
        "还没有能连续计算到够时长的居住登记。先登记居住，从登记之日起算。",
        "No registered stay that lasts long enough. Register where you live; it counts from then.",
    ),
    "stable_job": (
        "稳定就业的证明：劳动合同、用人单位证明或营业执照",
        "Proof of a stable job: labour contract, employer's statement or business licence",
    ),
    "stable_home": (
        "稳定住所的证明：租赁合同、房产证明，或出租人、单位、学校出具的住宿证明",
        "Proof of a stable home: lease, title deed, or a statement by landlord, employer or school",
    ),
    "schooling": (
        "连续就读的证明：学生证或学校证明",
        "Proof of schooling: student card or the school's statement",
    ),
    "insurance": ("社会保险缴费达到规定月数", "Enough months of social insurance"),
    "marriage": ("与本市户籍居民的结婚证明", "Proof of marriage to a local resident"),
    "local_hukou": REASONS["local_hukou"],
    "foreign": (
        "外国人凭护照和住宿登记，不办居住证。",
        "Foreigners use their passport and accommodation registration, not this permit.",
    ),
    "no_rule": REASONS["no_rule"],
}
DUE: dict[str, tuple[str, str]] = {
    "registered_stay": ("居住登记到 {due} 满期限", "The registered stay is long enough on {due}"),
    "insurance": ("社会保险到 {due} 满规定月数", "Social insurance is long enough on {due}"),
}
DUE_OTHER = ("{due} 起具备：{what}", "From {due}: {what}")

CONFIDENCE: dict[str, tuple[str, str]] = {
    "high": ("已核对原文", "checked against the text"),
    "medium": ("依据办事指南，待核实", "from a published guide, to be confirmed"),
    "low": ("待核实", "to be confirmed"),
}


def text_of(table: dict[str, tuple[str, str]], code: str, chinese: bool, **params: object) -> str:
    """A code of one of these tables in words; the bare code when it is not there."""
    pair = table.get(code)
    return pair[0 if chinese else 1].format(**params) if pair else code
