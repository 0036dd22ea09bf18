"""Employers in words: sites, service days, weekly rosters, what is refused."""

from __future__ import annotations

from anju.interfaces.texts.labels import Table

SITE_KINDS: Table = {
    "construction": ("建筑工地", "Construction site"),
    "market": ("市场", "Market"),
    "dormitory": ("宿舍", "Dormitory"),
    "workplace": ("厂区或经营场所", "Place of work"),
}
SITE_SIZES: Table = {
    "construction": ("计划用工人数", "People planned"),
    "market": ("摊位数", "Stalls"),
    "dormitory": ("床位数", "Beds"),
    "workplace": ("计划用工人数", "People planned"),
}
SITES_SHOWN: Table = {
    "open": ("在用", "In use"),
    "ended": ("已结束", "Ended"),
    "all": ("全部", "All"),
}
SERVICES: Table = {
    "registration": ("居住登记", "Residence registration"),
    "permit": ("居住证申领、签注", "Residence permits"),
    "insurance": ("社会保险咨询", "Social insurance"),
    "health": ("健康咨询和体检", "Health advice and check-ups"),
    "vaccination": ("预防接种", "Vaccination"),
    "school": ("子女入学咨询", "Schools for children"),
    "skills": ("技能培训报名", "Training courses"),
    "legal": ("法律咨询", "Legal advice"),
    "rights": ("工资和劳动权益咨询", "Wages and rights at work"),
    "other": ("其他服务", "Other services"),
}
DAY_STATES: Table = {
    "announced": ("待单位确认", "To be confirmed by the employer"),
    "confirmed": ("单位已确认", "Confirmed"),
    "declined": ("单位请改期", "The employer asks for another day"),
    "cancelled": ("已取消", "Cancelled"),
}
DAY_STEPS: Table = {
    "announced": ("发布服务日", "Announced"),
    "changed": ("修改时间或地点", "Changed"),
    "confirmed": ("确认", "Confirmed"),
    "declined": ("请改期", "Asked for another day"),
    "cancelled": ("取消", "Cancelled"),
    "restored": ("恢复", "Restored"),
}
DAYS_SHOWN: Table = {
    "coming": ("将举行", "Coming"),
    "waiting": ("待确认", "To be confirmed"),
    "declined": ("请改期", "Another day asked for"),
    "past": ("已过", "Past"),
    "all": ("全部", "All"),
}
ROSTER_STATES: Table = {
    "late": ("逾期未报", "Late"),
    "due": ("本周待报", "Due this week"),
    "arrived": ("本周已报", "Arrived this week"),
    "not_asked": ("不要求每周报", "Not asked for"),
}
REASONS: Table = {
    "site_kind": ("请选择类别。", "Choose a kind."),
    "site_name": ("请填写名称，最多 {most} 字。", "Give a name of at most {most} characters."),
    "site_address": (
        "请填写地址，最多 {most} 字。",
        "Give an address of at most {most} characters.",
    ),
    "site_days": (
        "结束日期不能早于开始日期。",
        "The last day cannot lie before the first.",
    ),
    "site_size": ("人数应为 1 到 {most} 的整数。", "Give a whole number from 1 to {most}."),
    "site_building": (
        "登记宿舍请选楼栋。花名册里写了楼栋和房号，楼栋就会出现在这里。",
        "Choose the building of the dormitory. A building appears once a roster names it with a room.",
    ),
    "site_building_other": (
        "这栋楼不由本单位管理，不能登记为本单位宿舍。",
        "Somebody else answers for this building; it cannot be filed as a dormitory of this employer.",
    ),
    "site_building_taken": (
        "这栋楼已登记为宿舍。请先结束原来那一条。",
        "This building is on file as a dormitory already. End that entry first.",
    ),
    "site_unknown": (
        "没有这个场所，或不在您的范围内。",
        "There is no such site, or it is out of your area.",
    ),
    "service_day_unknown": ("没有这个服务日。", "There is no such service day."),
    "service_day_past": (
        "日期已过，不能再改。请选今天或以后的日期。",
        "That day is over. Choose today or a later day.",
    ),
    "service_day_hours": ("结束时间应晚于开始时间。", "It must end after it begins."),
    "service_day_services": ("请至少选一项服务。", "Choose at least one service."),
    "service_day_place": (
        "请写明地点，最多 {most} 字。",
        "Say where, in at most {most} characters.",
    ),
    "service_day_seats": ("名额应为 1 到 {most} 的整数。", "Give a whole number from 1 to {most}."),
    "service_day_site": (
        "这个场所那天不在用。请换一天或换场所。",
        "The site is not in use on that day. Choose another day or site.",
    ),
    "service_day_step": (
        "这个服务日的状态刚才变了，请刷新页面看最新情况。",
        "The service day has just changed. Load the page again.",
    ),
    "service_day_reason": ("请写明原因。", "Say why."),
    "roster_first": (
        "还没有报送过花名册，不能报“无变化”。请先上传在岗名单。",
        "No roster has come yet, so there is nothing that could be unchanged. Upload one first.",
    ),
    "roster_not_due": (
        "这家单位本周不欠花名册，不用提醒。",
        "This employer owes no roster this week; no reminder is needed.",
    ),
    "employer_unreachable": (
        "这家单位没有登记手机联系人，短信送不到。请先补充联系人。",
        "No mobile phone of this employer is on file, so no message can reach it. Add a contact first.",
    ),
}
