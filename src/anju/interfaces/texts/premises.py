"""Inspections in words: answers, states and steps of hazards, the condition of a building, what is refused."""

from __future__ import annotations

from anju.interfaces.texts.labels import Table

ANSWERS: Table = {
    "yes": ("符合", "In order"),
    "no": ("不符合", "Not in order"),
    "fixed": ("当场整改", "Put right at once"),
    "none": ("不涉及", "Not there"),
}
STATES: Table = {
    "open": ("待整改", "To be put right"),
    "answered": ("待复查", "To be looked at again"),
    "closed": ("已整改", "Put right"),
    "withdrawn": ("已撤销", "Withdrawn"),
}
RECORDS: Table = {
    "open": ("待整改", "To be put right"),
    "answered": ("待复查", "To be looked at again"),
    "closed": ("已办结", "Settled"),
    "clear": ("未发现隐患", "Nothing found"),
}
STEPS: Table = {
    "noticed": ("发现隐患，通知整改", "Found, notice to rectify"),
    "fixed": ("发现隐患，当场整改", "Found and put right at once"),
    "answered": ("房东回复", "Answer of the landlord"),
    "remains": ("复查：仍未整改", "Looked at again: not put right"),
    "rectified": ("复查：已整改", "Looked at again: put right"),
    "withdrawn": ("撤销隐患", "Hazard withdrawn"),
    "reopened": ("重新列为隐患", "Hazard opened again"),
}
CONDITIONS: Table = {
    "serious": ("有重大隐患未整改", "A serious hazard is not put right"),
    "hazard": ("有隐患未整改", "A hazard is not put right"),
    "unvisited": ("还没有检查过", "Not inspected yet"),
    "in_order": ("没有未整改的隐患", "No hazard waits"),
}
SHOWN: Table = {
    "open": ("待整改", "To be put right"),
    "answered": ("待复查", "To be looked at again"),
    "late": ("已逾期", "Overdue"),
    "all": ("全部", "All"),
}
REASONS: Table = {
    "inspection_unknown": (
        "没有这次检查，或不在您的辖区。",
        "There is no such inspection, or it lies outside your area.",
    ),
    "inspection_form_unknown": (
        "这类楼栋没有这张检查表。请重新选择检查表。",
        "There is no such form for this kind of building. Choose the form again.",
    ),
    "inspection_unanswered": (
        "第 {number} 项还没有填。请逐项选择检查结果。",
        "Question {number} is not answered. Choose a result for each question.",
    ),
    "inspection_undescribed": (
        "第 {number} 项不符合：请写明情况或拍一张照片。",
        "Question {number} is not in order: say what is wrong, or take a photograph.",
    ),
    "inspection_answer": (
        "检查结果和检查表对不上。请刷新页面再填。",
        "The results do not fit the form. Load the page again.",
    ),
    "inspection_day": (
        "检查日期要在今天以前 {most} 天内。",
        "The day of the inspection lies within the last {most} days.",
    ),
    "inspection_photo_unknown": (
        "没有这张照片，或已按规定删除。",
        "There is no such photograph, or its time is over and it was deleted.",
    ),
    "hazard_unknown": (
        "没有这条隐患。请刷新页面。",
        "There is no such hazard. Load the page again.",
    ),
    "hazard_step": (
        "这条隐患的状态刚才变了，不能再这样处理。请刷新页面看最新情况。",
        "The hazard has just changed; this step is no longer possible. Load the page again.",
    ),
    "hazard_step_missing": (
        "还没有选复查结果。请至少选一条隐患的结果。",
        "No result is chosen. Choose one for at least one hazard.",
    ),
    "hazard_text_missing": (
        "请写明情况。",
        "Say in words what was done, or why.",
    ),
    "hazard_term": (
        "整改期限要晚于今天，最多 {most} 天。",
        "The last day lies after today, at most {most} days ahead.",
    ),
    "text_long": ("文字最多 {most} 个字。", "At most {most} characters."),
    "photos_many": ("一次最多 {most} 张照片。", "At most {most} photographs at a time."),
}
