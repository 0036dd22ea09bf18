"""Sentences of what departments ask and take out: questions, answers, bulk extracts."""

from __future__ import annotations

from anju.domains.exchange.api import words

REASONS: dict[str, tuple[str, str]] = {
    "answer_agreement_unknown": (
        "没有这份协议，或不是与您签的。",
        "There is no such agreement with you.",
    ),
    "answer_agreement_ended": (
        "协议现在不生效（未接受、未到期或已结束）。",
        "The agreement is not in force (not accepted, not begun, or over).",
    ),
    "answer_not_agreed": (
        "协议不包括所问的事项。",
        "The agreement does not cover one of these questions.",
    ),
    "answer_purpose": (
        "协议或该事项不允许这个用途。",
        "The agreement or the question does not allow this purpose.",
    ),
    "answer_quota_used": (
        "今天的 {per_day} 次已不够用，请明天再问或减少本次的问题。",
        "Today’s {per_day} questions do not suffice. Ask tomorrow, or fewer at once.",
    ),
    "answer_negatives_used": (
        "今天答“否”的次数可能超过协议的 {per_day} 次，请明天再问；需要更多的，请与主管单位商定。",
        "Today’s limit of {per_day} negative answers might be passed. Ask tomorrow, or agree on more with the office.",
    ),
    "answer_questions_count": (
        "一次请求要有 1 到 {most} 个问题。",
        "A request holds 1 to {most} questions.",
    ),
    "answer_question_twice": (
        "问题编号“{id}”出现了两次。",
        "The question id “{id}” occurs twice.",
    ),
    "answer_service_unknown": (
        "问题“{id}”的事项不在目录里。",
        "The service of question “{id}” is not in the catalogue.",
    ),
    "answer_parameter": (
        "问题“{id}”的参数 {parameter} 缺少、多余或超出范围。",
        "Parameter {parameter} of question “{id}” is missing, not wanted, or out of range.",
    ),
    "extract_not_agreed": (
        "协议不允许这样提取：请核对列、用途、区划和日期。",
        "The agreement does not allow this extract. Check columns, purpose, division and day.",
    ),
    "extract_unknown": ("没有这份提取，或不是给您的。", "There is no such extract for you."),
    "extract_decided": ("这份提取已经处理过。", "This extract has been decided."),
    "extract_not_ready": (
        "文件还没做好，或已过期。",
        "The file is not made yet, or its term is over.",
    ),
    "extract_fetched": (
        "文件已经下载过一次；需要再取，请另行提出。",
        "The file was downloaded once already. Have another one ordered if it is needed again.",
    ),
    "extract_too_large": (
        "人数太多，请分区划提取。",
        "Too many people. Order it by smaller divisions.",
    ),
}
ANSWER_SERVICES: dict[str, tuple[str, str]] = {
    code: s.label for code, s in words.services().items()
}
SERVICE_ANSWERS: dict[str, tuple[str, str]] = {
    "yes": ("是", "Yes"),
    "no": ("否", "No"),
    "count": ("人数", "Count"),
}
"""To one question of a department."""
EXTRACT_STATES: dict[str, tuple[str, str]] = {
    "proposed": ("待另一人批准", "Waits for a second person"),
    "approved": ("制作中", "Being made"),
    "ready": ("待下载", "Waits to be downloaded"),
    "fetched": ("已下载", "Downloaded"),
    "expired": ("未批准或已过期", "Refused, or its term is over"),
    "failed": ("没有做成", "Could not be made"),
}
EXTRACT_FAILURES: dict[str, tuple[str, str]] = {
    "answer_agreement_ended": ("协议已不生效", "The agreement is no longer in force"),
    "extract_too_large": (
        "人数太多，请分区划提取",
        "Too many people; order it by smaller divisions",
    ),
}
REFUSALS: dict[str, tuple[str, str]] = {
    "answer_agreement_unknown": ("没有这份协议", "No such agreement"),
    "answer_agreement_ended": ("协议不生效", "Agreement not in force"),
    "answer_not_agreed": ("协议不包括所问", "Not covered by the agreement"),
    "answer_purpose": ("用途不符", "Purpose not agreed"),
    "answer_quota_used": ("当日次数用完", "Quota of the day used up"),
    "answer_negatives_used": ("当日答“否”的次数用完", "Limit of negative answers reached"),
    "answer_questions_count": ("问题太多或没有", "Too many questions, or none"),
    "answer_question_twice": ("问题编号重复", "Question id twice"),
    "answer_service_unknown": ("没有这个事项", "Service unknown"),
    "answer_parameter": ("参数不对", "Parameter wrong"),
    "not_allowed": ("账号没有这个权限或用途", "Account lacks the permission or purpose"),
}
"""Why a request was refused whole, in a list."""


def answered_text(fields: tuple[str, ...], chinese: bool) -> str:
    """A line of the trail in words: the question and its answer; "" for other lines."""
    parts = dict(f.partition(":")[::2] for f in fields)
    if not parts.get("question"):
        return ""
    which = 0 if chinese else 1
    question = ANSWER_SERVICES.get(parts["question"], (parts["question"],) * 2)[which]
    answer = SERVICE_ANSWERS.get(parts.get("answer", ""), ("", ""))[which]
    return f"{question}：{answer}" if chinese else f"{question} {answer}"


def extracted_text(action: str, fields: tuple[str, ...], chinese: bool) -> str:
    """A line of the trail about a bulk extract in words: what of a person left without their name; "" for others."""
    if action != words.EXTRACT_ACTION:
        return ""
    which = 0 if chinese else 1
    named = [words.extract_columns().get(f, (f, f))[which] for f in fields]
    if chinese:
        return f"取得不含姓名和号码的数据：{'、'.join(named)}"
    return f"Data without name and number: {', '.join(named)}"
