"""Schooling in words: facts, states, steps, refusals."""

from __future__ import annotations

from anju.interfaces.texts.labels import Table

FACTS: Table = {
    "family": ("监护关系", "Guardian on record"),
    "stay": ("父母居住登记", "Registered stay of a parent"),
    "child_stay": ("孩子居住登记", "Registered stay of the child"),
    "permit": ("父母居住证", "Residence permit of a parent"),
    "child_permit": ("孩子居住证", "Residence permit of the child"),
    "work": ("就业", "Work"),
    "insurance": ("社会保险缴费", "Social insurance paid"),
    "lease": ("住房（租赁备案或自有）", "Home (rental on file or own)"),
    "hukou": ("全家户籍", "Registered household of the family"),
    "no_school": ("没有在读学籍", "No school record"),
    "flexible": ("灵活就业登记", "Registered as flexibly employed"),
    "points": ("积分", "Points"),
    "points_pension": ("积分（养老保险）", "Points (pension insurance)"),
    "points_dwelling": ("积分（居住）", "Points (dwelling)"),
}
SOURCES: Table = {
    "register": ("居住登记", "the register"),
    "permits": ("居住证和部门证明", "permits and departments"),
    "document": ("上传的材料", "a document"),
    "points_list": ("积分名单", "the list of points"),
}
KINDS: Table = {
    "entry": ("秋季入学", "Beginning of school"),
    "transfer": ("转学", "Change of school"),
}
ROUND_STATES: Table = {
    "open": ("报名和审核", "Applications and review"),
    "allocated": ("已分配，待公布", "Allocated, not published yet"),
    "published": ("已公布", "Published"),
}
STATES: Table = {
    "filed": ("等待审核", "Waiting for review"),
    "returned": ("等您补材料", "Waiting for what is missing"),
    "qualified": ("审核通过，等待分配", "Admitted, places are allocated later"),
    "refused": ("审核未通过", "Not admitted"),
    "placed": ("有学位，等您确认", "A place to confirm"),
    "waiting": ("候补", "On the waiting list"),
    "accepted": ("已确认入学", "Confirmed"),
    "given_back": ("学位已放弃", "Place given back"),
    "withdrawn": ("已撤回", "Withdrawn"),
}
LISTS: Table = {
    "waits": ("待审核", "To review"),
    "returned": ("待补材料", "Papers awaited"),
    "qualified": ("审核通过", "Admitted"),
    "refused": ("未通过", "Not admitted"),
    "placed": ("待确认", "To be confirmed"),
    "waiting": ("候补", "Waiting list"),
    "accepted": ("已确认", "Confirmed"),
    "over": ("已结束", "Ended"),
    "all": ("全部", "All"),
}
STEPS: Table = {
    "filed": ("报名", "Applied"),
    "changed": ("修改", "Changed"),
    "document": ("上传材料", "Document added"),
    "answered": ("材料补齐", "What was missing is there"),
    "returned": ("一次性告知所缺材料", "What is missing was named"),
    "qualified": ("审核通过", "Admitted"),
    "refused": ("审核未通过", "Not admitted"),
    "placed": ("分配到学位", "Place allocated"),
    "waiting": ("进入候补", "Put on the waiting list"),
    "moved_up": ("递补到学位", "Moved up"),
    "accepted": ("确认入学", "Place confirmed"),
    "given_back": ("放弃学位", "Place given back"),
    "lapsed": ("逾期未确认，收回学位", "Not confirmed in time, place went on"),
    "withdrawn": ("撤回报名", "Withdrawn"),
    "vaccination": ("查验接种证", "Vaccination certificate looked at"),
}
VACCINATION: Table = {
    "complete": ("接种齐全", "Complete"),
    "catch_up": ("需要补种，不影响入学", "To be caught up; the place stays"),
}
SCHOOL_FAULTS: Table = {
    "school_empty": ("是空的", "empty"),
    "school_long": ("太长", "too long"),
    "school_code": ("编号不合格", "not a number of a school"),
    "school_grade": ("不是本批次的年级", "no grade of this round"),
    "school_places": ("学位数不是整数", "not a whole number of places"),
    "school_region": ("不是本地的社区代码", "no community of this place"),
    "school_area": ("片区代码不对", "no area of this place"),
    "school_twice": ("同一学校同一年级重复", "the grade of the school stands twice"),
}
REASONS: Table = {
    "enrolment_no_rule": ("这里那时还没有入学办法。", "There was no rule of admission here then."),
    "round_unknown": ("没有这个招生批次。", "There is no such round."),
    "round_region": ("请选到区（县）。", "Choose a district."),
    "round_grades": (
        "请选年级：秋季入学只有一年级和七年级，转学为一至九年级。",
        "Choose grades: 1 and 7 for the beginning of school, 1 to 9 for a change.",
    ),
    "round_day_unreadable": (
        "“{name}”请填日期，写成 2026-01-31 的样子。",
        "Enter the day of “{name}”, written like 2026-01-31.",
    ),
    "round_days": (
        "日期顺序应为：报名开始、报名截止、公布结果、确认截止，前后不超过一年。",
        "The days come in this order: first and last day to apply, result, last day to confirm, within a year.",
    ),
    "round_over": (
        "报名截止 {day} 已经过了，公布后没有人能报名。请改日期。",
        "The last day to apply, {day}, is over: nobody could apply. Change the days.",
    ),
    "round_term": (
        "开学要在公布结果之后，一年以内。",
        "School begins after the result, within a year.",
    ),
    "round_year": (
        "入学年份写四位数字，与报名开始的年份最多差一年。",
        "Write the year in four digits; it is at most one year from the first day to apply.",
    ),
    "round_title": (
        "请写批次名称，最多 {most} 字。",
        "Name the round, in {most} characters at most.",
    ),
    "round_seed_source": (
        "请写明抽签种子怎样产生，最多 {most} 字；它要在报名前公布。",
        "Say how the seed of the draw comes about, in {most} characters; it is published beforehand.",
    ),
    "round_changed": (
        "这个批次刚才有人改过，请刷新再看。",
        "Somebody has just changed this round. Load the page again.",
    ),
    "round_allocated": (
        "学位已经分配，不能再改。公布以后可以继续审核，通过的进入候补。",
        "Places were allocated; this can no longer be changed. After publication reviews go on, to the waiting list.",
    ),
    "round_published": (
        "结果已经公布，不能重新分配。",
        "The result is published; it cannot be done again.",
    ),
    "round_not_allocated": (
        "还没有分配学位或公布结果。",
        "Places were not allocated or published yet.",
    ),
    "round_no_schools": ("请先导入学校和学位。", "Bring the schools and their places first."),
    "school_file": ("请选择文件。", "Choose a file."),
    "school_too_large": (
        "文件超过 {mb} MB，请只留这一张表。",
        "The file is larger than {mb} MB. Keep this sheet alone.",
    ),
    "school_too_long": ("一次最多 {most} 行。", "A list has {most} lines at most."),
    "school_titles": (
        "表头缺少：{missing}。请用“下载样表”的表头。",
        "These column titles are missing: {missing}. Use those of the sample.",
    ),
    "school_nothing": (
        "没有一行通过，什么也没有改。第 {line} 行“{column}”：{fault}",
        "No line is right, and nothing was changed. Line {line}, “{column}”: {fault}",
    ),
    "school_named": (
        "已有家庭填报了这些学校：{codes}，名单里不能去掉；没有学位的写 0。",
        "Families have named these schools: {codes}. They stay in the list; write 0 where there is no place.",
    ),
    "enrolment_unknown": (
        "没有这份报名，或与您无关。",
        "There is no such application, or it is none of yours.",
    ),
    "enrolment_changed": (
        "报名 {number} 刚才有人办过，请看过最新情况再办。",
        "Somebody has just worked on application {number}. Look at it again first.",
    ),
    "enrolment_step": (
        "报名 {number} 的状态已经变了，不能再这样办。请刷新页面。",
        "Application {number} has moved on; this is no longer possible. Load the page again.",
    ),
    "enrolment_not_guardian": (
        "登记里您不是这个孩子的监护人，不能为他（她）报名。监护关系没有登记的，请到社区窗口登记。",
        "The register does not know you as guardian of this child. Have it entered at the counter first.",
    ),
    "enrolment_not_yet": ("报名 {since} 开始。", "Applications begin on {since}."),
    "enrolment_closed": (
        "报名已于 {until} 截止。错过的请看下一个批次，或向区教育局申请统筹安排。",
        "Applications ended on {until}. See the next round, or ask the education bureau for a place.",
    ),
    "enrolment_children": (
        "请选孩子，每人一次，最多 {most} 个。",
        "Choose the children, each once, {most} at most.",
    ),
    "enrolment_birth_unknown": (
        "{name}的出生日期没有登记，请先到社区窗口补登。",
        "The date of birth of {name} is not on record. Have it entered at the counter first.",
    ),
    "enrolment_birth_ahead": (
        "{name}登记的出生日期还没有到，请先更正登记。",
        "The date of birth of {name} on record lies ahead. Have it corrected first.",
    ),
    "enrolment_too_young": (
        "{name}到 {year} 年 {day} 还不满 {age} 周岁，请明年报一年级。",
        "{name} will not be {age} by {day} of {year}. Apply for the first grade next year.",
    ),
    "enrolment_grade": ("这个批次没有{name}选的年级。", "This round has no such grade for {name}."),
    "enrolment_home": (
        "{name}在本地没有居住登记，请先办登记。",
        "{name} is not registered here. Register the stay first.",
    ),
    "enrolment_elsewhere": (
        "{name}登记的住址不在“{place}”的范围内，请选居住地的批次。",
        "The home of {name} does not lie where “{place}” is for. Choose the round of where you live.",
    ),
    "enrolment_choices": (
        "请填 1 至 {most} 所学校，每所一次。",
        "Name 1 to {most} schools, each once.",
    ),
    "enrolment_choice": (
        "这个批次没有学校“{code}”。",
        "There is no school “{code}” in this round.",
    ),
    "enrolment_no_such_grade": (
        "所填学校都没有 {grade} 年级的学位，请再选一所有的。",
        "None of these schools has places in grade {grade}. Add one that has.",
    ),
    "enrolment_catchment": (
        "{school}不招您所在的片区，请改选。",
        "{school} does not take children from where you live.",
    ),
    "enrolment_open": (
        "孩子已经报名（{number}），不用再报；志愿可以在那一份里改。",
        "The child has an application already ({number}). Change the schools there instead.",
    ),
    "enrolment_doubled": (
        "孩子的另一位监护人已经报名（{number}），一个孩子只能报一次；您也能看到和修改那一份。",
        "The other guardian has applied already ({number}); a child has one. You can see and change it too.",
    ),
    "enrolment_fact": (
        "“{fact}”要写日期（2026-01-31）或分数（最多两位小数）。",
        "Write a day like 2026-01-31, or a number with two decimals at most, for “{fact}”.",
    ),
    "enrolment_not_proved": (
        "还缺：{facts}。材料已看过的，请填上起始日期或分数。",
        "Still missing: {facts}. Enter the first day or the number you have seen in a document.",
    ),
    "enrolment_still_open": (
        "报名到 {until} 才截止，截止后才能分配。",
        "Applications run until {until}; places are allocated after that.",
    ),
    "enrolment_seed": (
        "请填公开抽出的种子，1 至 80 个字母、数字或符号，不含空格。",
        "Enter the seed that was drawn in public: 1 to 80 letters, digits or signs, without spaces.",
    ),
    "enrolment_seed_fixed": (
        "种子已经定为“{seed}”，不能换。",
        "The seed is “{seed}” and stays.",
    ),
    "enrolment_unreviewed": (
        "还有 {count} 份报名没有审核，审完才能分配。",
        "{count} applications were not reviewed yet. Review them first.",
    ),
    "enrolment_results_day": (
        "公告的公布日是 {day}，不能提前。",
        "The result was announced for {day}; it is not published before.",
    ),
    "enrolment_reply_open": (
        "确认期到 {until} 为止，之后才能收回。",
        "Families may confirm until {until}; places are taken back after that.",
    ),
    "vaccination_result": ("请选择查验结果。", "Choose what the certificate shows."),
}
LISTED = {
    ("school_nothing", "fault"): SCHOOL_FAULTS,
    ("enrolment_not_proved", "facts"): FACTS,
    ("enrolment_fact", "fact"): FACTS,
}
