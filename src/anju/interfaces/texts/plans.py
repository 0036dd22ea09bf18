"""Words of health plans: sentences, lists, states, findings of growth."""

from __future__ import annotations

from anju.interfaces.texts.labels import Table


def items() -> Table:
    """What is measured, by its code."""
    from anju.domains.health.api import plans  # sentences are said before any installation

    forms = plans.standards()[-1].forms.values()
    return {item.code: item.name for form in forms for item in form.items}


REASONS: Table = {
    "plan_unknown": (
        "没有这份健康管理档案，或不在您的门诊。请扫描《母子健康手册》编码。",
        "There is no such plan, or your clinic does not keep it. Scan the booklet's code.",
    ),
    "plan_not_here": (
        "这份档案不在本门诊，请先扫描手册编码转入。",
        "This clinic does not keep the plan. Scan the booklet's code first.",
    ),
    "plan_left": (
        "本人已退出健康管理。想继续的，在手机上点“重新参加”即可。",
        "The person has left the plan. It can be taken up again on the phone.",
    ),
    "plan_done": ("这份档案已经完成。", "This plan is complete."),
    "plan_own": ("请由本人在手机上办理。", "This is done on one's own phone."),
    "plan_elsewhere": (
        "另一家门诊已有她的档案。请她出示手册编码，即可转到本门诊。",
        "Another clinic keeps her plan. Her booklet's code moves it here.",
    ),
    "plan_code_unknown": (
        "手册编码或出生日期不对，请核对手册首页。",
        "The booklet's code or the date of birth is wrong. Look at its first page.",
    ),
    "plan_claimed": (
        "这份档案已绑定另一个账号。不是您本人绑定的，请到门诊核实。",
        "The plan is on another account. If that is not yours, ask at the clinic.",
    ),
    "plan_child_age": (
        "儿童健康管理到满 7 周岁为止。",
        "Children's plans end with the seventh birthday.",
    ),
    "plan_birth_known": (
        "已登记分娩，不再改孕周。",
        "The birth is entered; weeks are not changed any more.",
    ),
    "mother_name": ("请填写姓名，最多 60 个字。", "Fill in the name, 60 characters at most."),
    "mother_birth": ("请核对本人的出生日期。", "Check the woman's date of birth."),
    "dating_missing": (
        "请填末次月经，或者超声日期和当时的孕周。",
        "Give the last period, or an ultrasound’s day and the weeks it showed.",
    ),
    "dating_future": (
        "末次月经或超声日期还没有到，请核对。",
        "This day has not come yet. Check it.",
    ),
    "dating_scan": (
        "填了超声就要同时填日期和当时的孕周（4～44 周）。",
        "An ultrasound needs its day and the weeks it showed (4 to 44).",
    ),
    "dating_old": (
        "按这个日期已超过 {weeks} 周，请核对；已经分娩的请登记分娩。",
        "By this day it is more than {weeks} weeks. Check it, or enter the birth.",
    ),
    "birth_day": (
        "分娩日期不对：不能晚于今天，也要与孕周相符。",
        "The day of birth is wrong: not after today, and in keeping with the weeks.",
    ),
    "birth_living": ("活产数写 0 至 9。", "Write how many were born living, 0 to 9."),
    "birth_after_visit": (
        "{day} 的随访与这个分娩日期矛盾，请核对或先撤回那次随访。",
        "The contact of {day} contradicts this day of birth. Check, or withdraw that contact first.",
    ),
    "discharge_day": (
        "出院日期要在出生当天或以后，不晚于今天。",
        "The day of leaving hospital lies between the birth and today.",
    ),
    "visit_contact": ("请从列表中选择这一次随访。", "Choose the contact from the list."),
    "plan_visit_unknown": ("没有这次随访。", "There is no such contact."),
    "visit_future": ("随访日期还没有到，请核对。", "This day has not come yet. Check it."),
    "visit_early": (
        "这一次从 {day} 起，请核对日期或选择另一次。",
        "This contact begins on {day}. Check the day or choose another.",
    ),
    "visit_after_birth": (
        "孕期随访不能晚于分娩日期。",
        "A contact of the pregnancy cannot lie after the birth.",
    ),
    "visit_birth_missing": ("请先登记分娩日期。", "Enter the birth first."),
    "visit_recorded": (
        "这一次已经登记过。记错的先撤回再登记。",
        "This contact is on file. Withdraw it first if it is wrong.",
    ),
    "visit_empty": (
        "请至少填写一项测量、一个情况或说明。",
        "Fill in a measurement, a sign or a note.",
    ),
    "visit_item": (
        "{item}应在 {low} 到 {high} 之间，请核对单位。",
        "{item} lies between {low} and {high}. Check the unit.",
    ),
    "visit_sign": ("请从列表中选择情况。", "Choose signs from the list."),
    "visit_referral_missing": (
        "有需要转诊的情况，请写明转到哪家医疗机构。",
        "A sign asks for a referral. Say to which hospital.",
    ),
    "visit_referral_needless": (
        "没有勾选需要转诊的情况，请勾选或清空转诊机构。",
        "No sign is ticked that asks for a referral. Tick one, or leave the hospital empty.",
    ),
    "visit_of_other": (
        "这次随访是另一家门诊登记的，请由那家门诊撤回。",
        "Another clinic recorded this contact; it has to withdraw it.",
    ),
    "referral_unknown": ("没有这次转诊。", "There is no such referral."),
    "referral_answer": ("请写明转诊结果。", "Say what came of it."),
    "referral_answered": (
        "转诊结果已由同事登记，请刷新页面。",
        "Somebody has noted the answer. Load the page again.",
    ),
}
LISTED = {("visit_item", "item"): items}
LISTS: Table = {
    "today": ("今天预约", "Expected today"),
    "due": ("该随访了", "Due"),
    "ending": ("7 天内到期", "Ends within 7 days"),
    "referred": ("转诊待随访", "Referrals to follow up"),
    "mothers": ("孕产妇", "Women"),
    "children": ("儿童", "Children"),
    "done": ("已完成", "Complete"),
}
STATES: Table = {
    "open": ("参加中", "Open"),
    "done": ("已完成", "Complete"),
    "left": ("已退出", "Left"),
}
STANDS: Table = {
    "done": ("已做", "Done"),
    "now": ("现在可以做", "Now"),
    "ahead": ("还没到", "To come"),
    "passed": ("时间已过", "Over"),
    "before": ("参加以前", "Before joining"),
    "unknown": ("日期待定", "Day not known yet"),
}
URGENCIES: Table = {"now": ("立即转诊", "At once"), "soon": ("及时转诊", "Soon")}
MEASURES: Table = {
    "weight": ("体重/年龄", "Weight for age"),
    "length": ("身长（身高）/年龄", "Length or height for age"),
    "head": ("头围/年龄", "Head for age"),
    "weight_for_length": ("体重/身长（身高）", "Weight for length"),
}
FINDINGS: Table = {
    "low_weight": (
        "体重低于 M−2SD，请医生评估喂养和健康",
        "Weight below −2 SD: let the doctor look at feeding and health",
    ),
    "short": ("身长（身高）低于 M−2SD，请医生评估", "Length below −2 SD: let the doctor look"),
    "thin": (
        "体重/身长低于 M−2SD，请医生评估营养",
        "Weight for length below −2 SD: let the doctor look at nutrition",
    ),
    "heavy": (
        "体重/身长达到 M+1SD，注意饮食和活动",
        "Weight for length from +1 SD: mind food and movement",
    ),
    "very_heavy": (
        "体重/身长达到 M+2SD，请医生评估",
        "Weight for length from +2 SD: let the doctor look",
    ),
    "small_head": ("头围低于 M−2SD，请医生评估", "Head below −2 SD: let the doctor look"),
    "large_head": ("头围高于 M+2SD，请医生评估", "Head above +2 SD: let the doctor look"),
}
