"""Sentences and words of stations, rosters and staffing. Code → (Chinese, English)."""
# ruff: noqa: E501 - word tables read better as blocks than one word a line

from __future__ import annotations

REASONS: dict[str, tuple[str, str]] = {
    "station_name": (
        "请填写站点名称，最多 60 个字。",
        "Give the station a name of at most 60 characters.",
    ),
    "station_address": (
        "请填写站点地址，最多 200 个字。",
        "Give the station's address, at most 200 characters.",
    ),
    "station_phone": ("联系电话最多 30 个字符。", "The phone has at most 30 characters."),
    "station_serves": (
        "请选择站点服务的社区或网格：一到 50 个，都在站点所属区划内。",
        "Choose what the station serves: one to fifty communities or grids inside its division.",
    ),
    "station_hours": (
        "开放时间须填“从”和“到”，且“到”在“从”之后；不开放的日子两格都留空。",
        "Opening hours have a beginning and a later end; leave both empty on days when the station is closed.",
    ),
    "station_exists": (
        "“{name}”已在册，请换一个名称，或修改原有站点。",
        "There is a station “{name}” already. Choose another name or change that one.",
    ),
    "station_unknown": ("没有这个站点，或不在您的辖区。", "There is no such station in your area."),
    "station_grids": (
        "有人在去掉的网格里工作，请先结束或调整他们的岗位。",
        "Somebody works in a grid that the station would serve no more. End that posting first.",
    ),
    "station_in_use": (
        "站点还有在岗人员，请先结束他们的岗位。",
        "People are posted at the station then. End their postings first.",
    ),
    "posting_dates": ("结束日须在开始日之后。", "The end lies after the beginning."),
    "posting_grids": (
        "网格须在站点服务范围内，最多 {most} 个。",
        "Grids lie within what the station serves, at most {most} of them.",
    ),
    "posting_right": (
        "该账号在其中 {grids} 个网格没有登记申报的权限，请先在“用户与授权”里授予网格员。",
        "The account may not enter declarations in {grids} of these grids. Give it the role of a grid worker first.",
    ),
    "posting_twice": (
        "这个人在该时段已有岗位，请先结束原岗位。",
        "This person is posted somewhere in that time already. End that posting first.",
    ),
    "posting_unknown": ("没有这个岗位，或不在您的辖区。", "There is no such posting in your area."),
    "posting_over": ("这个岗位已经结束。", "This posting is over already."),
    "posting_substitutes": (
        "这个人届时正在为别人代班，请先改由他人代班。",
        "This person stands in for somebody then. Let somebody else do that first.",
    ),
    "posting_away": (
        "这个人届时有请假记录，请先撤销请假。",
        "This person is entered as away then. Withdraw the absence first.",
    ),
    "shift_days": ("请选择日期：一到 {most} 天。", "Choose one to {most} days."),
    "shift_times": (
        "请填写上下班时间，一个班次最长 16 小时。",
        "Give beginning and end of the shift, at most 16 hours.",
    ),
    "shift_busy": (
        "这个人在该时段已有班次、请假或不在岗，没有改动。",
        "This person is on duty, away or not posted then. Nothing was changed.",
    ),
    "shift_unknown": ("没有这个班次，或不在您的辖区。", "There is no such shift in your area."),
    "shift_changed": (
        "这个班次已于 {at} 取消或换给别人，这次没有改动。",
        "This shift was cancelled or given to somebody else at {at}; nothing was changed.",
    ),
    "shift_swap_same": ("请选择两个不同的人。", "Choose two different people."),
    "shift_over": (
        "班次已经开始，不能再调换或取消。",
        "The shift has begun and can be neither exchanged nor cancelled.",
    ),
    "shift_week_over": (
        "只能排本周到一年以内的班次；过去各周的排班保持原样。",
        "Shifts lie in this week or within a year. The rosters of past weeks stay as they were.",
    ),
    "shift_week_empty": (
        "前一周没有排班，没有可以复制的班次。",
        "Nobody was on the roster in the week before, so there is nothing to copy.",
    ),
    "absence_days": (
        "请假日期须依次填写、在岗位期内，最长 366 天。",
        "The days follow each other, within the posting, at most 366 of them.",
    ),
    "absence_own": ("不能由本人代班。", "Nobody stands in for themselves."),
    "absence_right": (
        "代班人在其中 {grids} 个网格没有权限。请勾选“请假期间授予权限”，或换人。",
        "The substitute may not work in {grids} of these grids. Tick that the right be given for this time, or choose somebody else.",
    ),
    "absence_twice": (
        "这几天已有请假记录。",
        "This person is entered as away on some of these days already.",
    ),
    "absence_substitute": (
        "代班人这几天不在岗或也请了假，请换人。",
        "The substitute is not posted or away on some of these days. Choose somebody else.",
    ),
    "absence_standing_in": (
        "这个人这几天正在为别人代班，请先改由他人代班。",
        "This person stands in for somebody on these days. Let somebody else do that first.",
    ),
    "absence_unknown": (
        "没有这条请假记录，或不在您的辖区。",
        "There is no such absence in your area.",
    ),
    "staffing_number": (
        "请填写 0 到 100000 之间的整数。",
        "Give whole numbers from 0 to 100,000.",
    ),
}

POST_KINDS: dict[str, tuple[str, str]] = {
    "full": ("专职", "Full time"),
    "part": ("兼职", "Part time"),
}
"""Whether somebody does this work alone, or beside another."""
DUTIES: dict[str, tuple[str, str]] = {
    "station": ("站点值守", "At the station"),
    "field": ("下片走访", "Out in the grids"),
}
"""Where somebody is on duty."""
ABSENCES: dict[str, tuple[str, str]] = {
    "leave": ("休假", "Leave"),
    "training": ("培训", "Training"),
    "other": ("其他", "Other"),
}
"""Why somebody is away."""
