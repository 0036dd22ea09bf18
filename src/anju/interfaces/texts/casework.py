"""Services and cases in words: what is refused of a city's list."""

from __future__ import annotations

from anju.interfaces.texts.labels import Table

REASONS: Table = {
    "catalogue_unknown": (
        "没有这份服务目录。",
        "There is no such list of services.",
    ),
    "catalogue_file": ("请选择文件。", "Choose a file."),
    "catalogue_region": (
        "请先选择目录适用的区划。",
        "Choose the area the list is for.",
    ),
    "catalogue_too_large": (
        "文件超过 {mb} MB，请只留目录这一张表。",
        "The file is larger than {mb} MB. Keep the sheet of the list alone.",
    ),
    "catalogue_too_long": (
        "一份目录最多 {most} 行。",
        "A list has {most} lines at most.",
    ),
    "catalogue_titles": (
        "表头缺少：{missing}。请用“下载现行目录”的表头。",
        "These column titles are missing: {missing}. Use those of the list you can download here.",
    ),
    "catalogue_nothing": (
        "没有一行通过，什么也没有改。第 {line} 行“{column}”：{fault}",
        "No line is right, and nothing was changed. Line {line}, “{column}”: {fault}",
    ),
    "service_empty": ("“{column}”是空的，请补填。", "“{column}” is empty. Fill it in."),
    "service_long": ("“{column}”太长，请写短些。", "“{column}” is too long. Make it shorter."),
    "service_code": (
        "编号“{value}”只能用字母、数字、点和横线，最多 20 个字符。",
        "The number “{value}” may hold letters, digits, dots and dashes, at most 20 characters.",
    ),
    "service_day": (
        "“{column}”要写成 2026-01-01 的样子，失效日期晚于实施日期。",
        "Write “{column}” like 2026-01-01; the last day comes after the first.",
    ),
    "service_asks_proved": (
        "“{value}”里有登记或部门共享已能证明的材料，不得再向个人索要（在线政务规定第七条），请删去。",
        "“{value}” names what the register or an exchange proves; it may not be asked again. Take it out.",
    ),
    "service_twice": (
        "编号“{value}”在文件里出现了两次，只留一行。",
        "The number “{value}” stands twice in the file. Keep one line.",
    ),
    "case_unknown": (
        "没有这件事项，或与您无关。",
        "There is no such case, or it is none of yours.",
    ),
    "matter_unknown": ("这里没有这一类事项。", "There is no such matter here."),
    "case_no_mandate": (
        "您没有受本人委托，不能代办。请本人在“我的事项”里生成委托码给您。",
        "You hold no mandate of the person. They can make a code for you under “My cases”.",
    ),
    "case_not_yours": (
        "这一步不由您办理。",
        "This step is not yours to take.",
    ),
    "case_person_alone": (
        "这类事项的结果只能由本人确认，单位和办事机构都不能代为结案。",
        "Only the person can confirm this outcome; neither employer nor office can close the case.",
    ),
    "own_case": (
        "不能办理自己的事项，请交给同事。",
        "You cannot handle your own case. Give it to a colleague.",
    ),
    "case_open": (
        "这件事已经在办（{number}），不用再提交，请到那一件里补充。",
        "This is under way already ({number}). Add to that case instead of filing again.",
    ),
    "case_place": (
        "请选择事情发生或您居住的地方。",
        "Choose the place where you live or where it happened.",
    ),
    "case_no_duty": (
        "这个地方还没有定由谁办理，请到社区窗口。",
        "It is not laid down here who deals with this. Ask at the counter of your community.",
    ),
    "case_answers": (
        "有 {fields} 项要改，见各项下面的说明。",
        "Some answers need a change: {fields}. The reason stands below each.",
    ),
    "case_step": (
        "这件事项的状态刚才变了，不能再这样办。请刷新页面看最新情况。",
        "The case has just changed; this is no longer possible. Load the page again.",
    ),
    "case_changed": (
        "事项 {number} 刚才有人办过，请看过最新情况再办。",
        "Somebody has just worked on case {number}. Look at it again first.",
    ),
    "case_taken": ("{by} 已经接办了。", "{by} has taken it already."),
    "case_text_missing": ("请写明情况或理由。", "Say in words what is the case, or why."),
    "case_text_long": ("最多写 {most} 字。", "At most {most} characters."),
    "case_asks_proved": (
        "{documents} 登记或部门共享已能证明，不得再向个人索要。",
        "{documents}: proved by the register or an exchange; it may not be asked again.",
    ),
    "case_asked": (
        "材料只能一次性告知，不能再要第二次；其他问题请留言。",
        "What is missing is named once. For anything else write a message.",
    ),
    "case_office_unknown": (
        "没有这个区划，请重新选择。",
        "There is no such division. Choose again.",
    ),
    "case_department_unknown": (
        "没有这个部门，请重新选择。",
        "There is no such department. Choose again.",
    ),
    "case_same_office": ("已经在这个单位了。", "It is with this office already."),
    "case_term_fixed": (
        "这个期限不能延长，或已经延长过、已经到期。",
        "This term may not be extended, or was already, or has run out.",
    ),
    "case_stage_unknown": (
        "没有这个环节，或已在这个环节。",
        "There is no such stage, or it is there already.",
    ),
    "case_not_urgent": ("这类事项没有先行救助。", "Nothing is paid first in this matter."),
    "case_outcome_unknown": ("请选择一个结果。", "Choose an outcome."),
    "evidence_unknown": ("没有这个文件。", "There is no such file."),
    "evidence_many": ("一件事项最多 {most} 个文件。", "A case holds {most} files at most."),
    "evidence_kind": ("请选择文件的种类。", "Choose what the file is."),
    "mandate_days": ("委托期限为 1 至 {most} 天。", "A mandate runs 1 to {most} days."),
    "mandate_code": (
        "委托码不对、已被别人使用，或超过 3 天没有使用。请本人重新生成。",
        "The code is wrong, was used by somebody else, or was not used within 3 days. Ask for a new one.",
    ),
    "mandate_own": ("不能受托办自己的事。", "You cannot hold a mandate of your own."),
    "mandate_unknown": ("没有这份委托。", "There is no such mandate."),
    "answer_missing": ("请填写。", "Fill this in."),
    "answer_long": ("写得太长了，请写短些。", "This is too long. Make it shorter."),
    "answer_day": ("日期写成 2026-01-31 的样子。", "Write the day like 2026-01-31."),
    "answer_before_birth": (
        "这一天早于出生日期，请核对。",
        "This day is before the date of birth. Check it.",
    ),
    "answer_ahead": ("这一天还没有到，请核对。", "This day has not come yet. Check it."),
    "answer_order": ("不能早于上面的日期。", "It cannot be before the day above."),
    "answer_money": (
        "金额写数字，大于 0，最多两位小数。",
        "Write an amount above 0, with two decimals at most.",
    ),
    "appointment_time": (
        "请选择以后 {days} 天内的日期和时间。",
        "Choose a day and time within the next {days} days.",
    ),
    "appointment_day": (
        "这一天不上班，请换一天。",
        "The office is closed on that day. Choose another.",
    ),
    "appointment_place": (
        "请写明地点（最多 {most} 字）。",
        "Say where (at most {most} characters).",
    ),
    "appointment_taken": (
        "经办人这个时间已有预约（{number}），请换一个时间。",
        "The clerk has another appointment then ({number}). Choose another time.",
    ),
    "appointment_none": ("现在没有预约。", "There is no appointment."),
    "answer_place": (
        "没有这个区划，请从列表里选。",
        "There is no such division. Choose one from the list.",
    ),
    "respondent_none": (
        "这类事项没有要通知的对方。",
        "There is no other side to notify in this matter.",
    ),
    "respondent_name": (
        "请选择登记的单位，或写明对方名称（最多 {most} 字）。",
        "Choose an employer on file, or write the other side's name (at most {most} characters).",
    ),
    "respondent_notified": (
        "已经通知过“{name}”，不用再发；要补充的请留言。",
        "They were notified already ({name}). Write a message for anything more.",
    ),
    "notice_unknown": (
        "没有这份通知，或与贵单位无关。",
        "There is no such notice, or it is not for you.",
    ),
    "claim_not_yours_to_close": (
        "这件事项由劳动者提出，只有本人能确认收款、撤回或办结；单位可以答复、提交材料、说明已付款。",
        "Only the worker who filed this confirms payment or closes it. You can answer, and say that you have paid.",
    ),
    "answer_choice": ("请选择一项。", "Choose one of these."),
    "answer_unknown": ("表里没有这一项。", "The form has no such field."),
}

FAULTS: Table = {
    "service_empty": ("是空的", "empty"),
    "service_long": ("太长", "too long"),
    "service_code": ("编号不合格", "not a number of an entry"),
    "service_day": ("日期不对", "not a day"),
    "service_asks_proved": ("要了已能证明的材料", "asks for what is proved already"),
    "service_twice": ("编号重复", "the number stands twice"),
}
LISTED = {("catalogue_nothing", "fault"): FAULTS}

STATES: Table = {
    "open": ("办理中", "Under way"),
    "waiting": ("等您补材料", "Waiting for what is missing"),
    "proposed": ("有结果，等您确认", "An outcome to confirm"),
    "closed": ("已办结", "Closed"),
}
OFFICE_STATES: Table = {
    "open": ("办理中", "Under way"),
    "waiting": ("待本人补材料", "Waiting for the person"),
    "proposed": ("待本人确认", "To be confirmed by the person"),
    "closed": ("已办结", "Closed"),
}
STEPS: Table = {
    "filed": ("提交", "Filed"),
    "taken": ("接办", "Taken by a clerk"),
    "accepted": ("受理", "Taken up"),
    "asked": ("一次性告知所缺材料", "What is missing was named"),
    "answered": ("补齐材料", "What was missing is there"),
    "message": ("留言", "Message"),
    "evidence": ("上传文件", "File added"),
    "handed_over": ("转办", "Handed over"),
    "extended": ("延长期限", "Term extended"),
    "staged": ("进入下一环节", "Next stage"),
    "paid_first": ("先行救助", "Helped first"),
    "received": ("本人确认收到款项", "Money received, says the person"),
    "proposed": ("提出结果", "Outcome named"),
    "contested": ("本人不认可结果", "The person does not agree"),
    "confirmed": ("本人确认结果", "Outcome confirmed"),
    "withdrawn": ("本人撤回", "Withdrawn by the person"),
    "reopened": ("重新打开", "Reopened"),
    "complained": ("投诉、异议", "Complaint or objection"),
    "notified": ("通知对方答复", "The other side was asked to answer"),
    "responded": ("对方答复", "Answered by the other side"),
    "silent": ("对方逾期未答复", "No answer from the other side in time"),
    "pay_stated": (
        "对方称已付款（待本人确认）",
        "Paid, says the other side (for the person to confirm)",
    ),
    "not_received": ("本人说没有收到", "Not received, says the person"),
    "booked": ("预约", "Appointment"),
    "cancelled": ("取消预约", "Appointment cancelled"),
}
SIDES: Table = {
    "person": ("本人", "The person"),
    "helper": ("受托人", "Helper"),
    "office": ("办事机构", "Office"),
    "respondent": ("对方", "The other side"),
}
LISTS: Table = {
    "waits": ("待办", "To do"),
    "mine": ("我接办的", "Mine"),
    "free": ("无人接办", "Taken by nobody"),
    "late": ("已超期", "Late"),
    "waiting": ("待补材料", "Papers awaited"),
    "proposed": ("待确认", "To be confirmed"),
    "appointed": ("有预约", "Appointments"),
    "all": ("全部在办", "All open"),
    "closed": ("已办结", "Closed"),
}
SATISFIED: Table = {
    "yes": ("满意", "Satisfied"),
    "partly": ("一般", "In part"),
    "no": ("不满意", "Not satisfied"),
}
OUTCOMES: Table = {"withdrawn": ("本人撤回", "Withdrawn by the person")}
