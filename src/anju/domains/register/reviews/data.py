"""Texts of notices: (Chinese, English)."""

from __future__ import annotations

REVIEW_FOR_LANDLORD = (
    "【安居】{name} 申报住在您的房屋，请在 {until} 前登录确认或提出异议；过时由社区工作人员核实。",
    (
        "[Anju] {name} declares to live in a home of yours. Please confirm or contest by {until}; "
        "after that, community staff will check."
    ),
)
REVIEW_FOR_STAFF = {
    True: (
        (
            "【安居】您的居住申报已收到，等待房东确认。房东在 {until} 前没有答复的，"
            "转由社区工作人员办理，您不必再做什么。"
        ),
        (
            "[Anju] We have your declaration; your landlord has been asked to confirm it. Without an answer by {until} "
            "community staff will decide. You need do nothing more."
        ),
    ),
    False: (
        "【安居】您的居住申报已收到，由社区工作人员核实。",
        "[Anju] We have your declaration; community staff will check it.",
    ),
}
DECIDED = ("【安居】您的居住申报已登记。", "[Anju] Your declaration has been registered.")
REFUSED_BECAUSE = (
    "【安居】您的居住申报没有通过：{note}。可更正后重新申报，或到社区窗口办理。",
    (
        "[Anju] Your declaration was not accepted: {note}. You may correct and declare again, "
        "or come to a counter."
    ),
)
RELATIONSHIP_ANSWERED = {
    "accept": (
        "【安居】您申报的家庭关系已核对证件并登记。",
        "[Anju] The family relation you declared was checked and registered.",
    ),
    "refuse": (
        "【安居】您申报的家庭关系没有登记：{note}。请带户口簿或出生医学证明到社区窗口办理。",
        (
            "[Anju] The family relation you declared was not registered: {note}. Please bring the household booklet or "
            "birth certificate to a counter."
        ),
    ),
}
"""Answers about a declared relationship to somebody known before."""
CONTEST_ANSWERED = {
    "accept": (
        "【安居】您对登记提出的异议已处理：{note}",
        "[Anju] What you contested in your record has been dealt with: {note}",
    ),
    "refuse": (
        "【安居】您对登记提出的异议已核实，登记没有改动：{note}",
        "[Anju] What you contested in your record was checked; the record stays as it is: {note}",
    ),
}
"""Answers to a contested record, which may have come by any channel: the person who contested hears them."""
