"""Words of children's vaccination records: sentences, sources, sites, what is asked, lists, outcomes."""

from __future__ import annotations

from anju.interfaces.texts.labels import Table
from anju.interfaces.texts.vaccination import WHY

REASONS: Table = {
    "clinic_unknown": ("没有这个接种门诊。", "There is no such clinic."),
    "clinic_incomplete": (
        "门诊要有编码、名称、所在社区和至少一个接种日。",
        "A clinic needs a code, a name, its community and at least one day on which it gives.",
    ),
    "stock_amount": ("数量写 1 至 {most} 的整数。", "Write a whole number from 1 to {most}."),
    "stock_lot_number": ("请填写批号。", "Fill in the number of the lot."),
    "stock_short": (
        "批号 {number} 只有 {count} 剂在库。",
        "Of lot {number} there are {count} doses on hand.",
    ),
    "stock_note_missing": ("请写明报损原因。", "Say why it is wasted."),
    "lot_unknown": ("请选择本门诊在库的批号。", "Choose a lot that this clinic has on hand."),
    "lot_differs": (
        "批号 {number} 已登记的有效期是 {day}，请核对包装。",
        "Lot {number} is on file with expiry {day}. Compare with the box.",
    ),
    "lot_expired": (
        "批号 {number} 已于 {day} 过期，不能使用。",
        "Lot {number} expired on {day} and may not be used.",
    ),
    "lot_other_vaccine": (
        "批号 {number} 不是这种疫苗。",
        "Lot {number} is of another vaccine.",
    ),
    "child_unknown": (
        "没有这份档案，或不在您的门诊。请扫描接种证。",
        "There is no such record, or your clinic does not see it. Scan the booklet.",
    ),
    "child_not_here": (
        "这个孩子不在本门诊，请先扫描接种证。",
        "This clinic does not see the child. Scan the booklet first.",
    ),
    "child_without_clinic": (
        "这个孩子还没有所属的接种门诊，请到要去的门诊出示接种证。",
        "The child has no clinic of its own. Show the booklet at the one you want.",
    ),
    "child_name": ("请填写姓名，最多 60 个字。", "Fill in the name, 60 characters at most."),
    "child_birth_unreadable": (
        "请填出生日期，写成 2026-01-31 的样子。",
        "Enter the date of birth, written like 2026-01-31.",
    ),
    "child_birth": ("出生日期还没有到，请核对。", "The day of birth has not come yet. Check it."),
    "child_age": (
        "已满 {years} 周岁，不建儿童档案。",
        "There is no child's record from {years} years on.",
    ),
    "child_number": (
        "身份证号码不对，请核对；没有的可以不填。",
        "The identity number is wrong. Check it, or leave it empty.",
    ),
    "child_number_differs": (
        "身份证号码里的出生日期或性别与填写的不一致。",
        "Birth date or sex in the identity number differ from what was filled in.",
    ),
    "child_number_taken": (
        "另一份档案已有这个身份证号码。如果是同一个孩子，请合并档案。",
        "Another record has this number. If it is the same child, join the records.",
    ),
    "child_alike": (
        "可能已有这个孩子的档案，请先看下面是不是同一个孩子。",
        "This child may be on file. See first whether it is one of those below.",
    ),
    "child_alike_at_desk": (
        "可能已有这个孩子的档案，请带接种证到门诊，由护士核对后打开。",
        "The child may be on file. Bring the booklet to the clinic, where a nurse looks at it.",
    ),
    "children_differ": (
        "两份档案的出生日期或身份证号码不一致，不能合并。",
        "The records differ in birth date or number and cannot be joined.",
    ),
    "children_not_joined": (
        "那份档案没有合并到这一份，可能已经拆分。",
        "That record is not joined to this one; it may have been separated already.",
    ),
    "children_separate_first": (
        "那份档案是随编号 {id} 的档案并入的，请先拆分编号 {id}。",
        "That record came with record {id}. Separate record {id} first.",
    ),
    "guardian_incomplete": (
        "监护人要有姓名和与孩子的关系。",
        "A guardian needs a name and what they are to the child.",
    ),
    "guardian_phone": ("手机号码是 11 位数字。", "A phone number has 11 digits."),
    "guardian_unknown": ("没有这位监护人。", "There is no such guardian."),
    "booklet_unknown": (
        "接种证编码或出生日期不对，请核对接种证首页。",
        "The booklet's code or the date of birth is wrong. Look at its first page.",
    ),
    "booklet_account": ("请先用手机登录。", "Sign in with a phone first."),
    "offer_unknown": (
        "登记里没有这个由您监护、还没有接种档案的孩子。",
        "The register knows no such child in your care without a record.",
    ),
    "observation_unknown": ("请从列表中选择健康情况。", "Choose from the list."),
    "observation_day": ("这一天还没有到，请核对。", "This day has not come yet. Check it."),
    "dose_vaccine_unknown": ("请从列表中选择疫苗。", "Choose a vaccine of the list."),
    "dose_before_birth": (
        "接种日期 {day} 早于出生日期 {born}，请核对接种证。",
        "The day {day} lies before the birth date {born}. Compare with the booklet.",
    ),
    "dose_in_future": (
        "接种日期 {day} 还没有到，只登记已经接种的。",
        "The day {day} has not come yet; only doses that were given are recorded.",
    ),
    "dose_site_unknown": ("请选择接种部位。", "Choose where it was given."),
    "dose_here_today": (
        "本门诊接种按今天登记；以前的剂次请按来源补录。",
        "A dose given here is recorded today; earlier ones are entered with their source.",
    ),
    "dose_recorded_already": (
        "这一剂（{day}）已由{clinic}登记过，不用再录。",
        "This dose of {day} is on file already, from {clinic}.",
    ),
    "dose_asked_missing": (
        "请逐项询问健康状况后再登记接种。",
        "Ask every question about the child's health before a dose is given.",
    ),
    "dose_deferred": (
        "今天暂缓接种：{asked}。情况好转后随时可以来补种。",
        "Not today: {asked}. The dose can be made up once that is over.",
    ),
    "dose_contraindicated": (
        "按已登记的健康情况，这种疫苗现在不能接种。",
        "By what is known of the child's health this vaccine is not to be given now.",
    ),
    "dose_would_not_count": (
        "今天接种这一剂不计入程序：{reason}。确需接种的，勾选“仍要接种”。",
        "Given today this dose would not count: {reason}. Tick “give it all the same” if it must be.",
    ),
    "dose_unknown": ("没有这一剂。", "There is no such dose."),
    "dose_decided": (
        "这一剂已经撤回、更正或合并过，请刷新页面。",
        "This dose was withdrawn, corrected or decided already. Load the page again.",
    ),
    "dose_of_other_clinic": (
        "这一剂是别的门诊接种的，请由那个门诊更正。",
        "Another clinic gave this dose; it has to correct it.",
    ),
    "dose_reason_missing": ("请写明原因。", "Say why."),
    "clinic_day": (
        "请选择今天起 {days} 天内的日期。",
        "Choose a day within {days} days from today.",
    ),
    "appointment_closed": (
        "{clinic}这一天不接种，请换一天。",
        "{clinic} gives nothing on that day. Choose another.",
    ),
    "contact_outcome": ("请选择联系结果。", "Choose what came of it."),
    "transfer_without_number": (
        "转到外地要有孩子的身份证号码，请先在门诊补录。",
        "Another city finds the child by its identity number. Have it entered at the clinic first.",
    ),
    "transfer_without_doses": ("还没有接种记录可以转出。", "There is no dose to send on."),
    "transfer_of_other": (
        "转来的记录不是这个孩子的。",
        "What arrived is another child's record.",
    ),
    "coverage_few": (
        "这个范围的孩子不到 {fewest} 人，不单独显示接种率。",
        "Fewer than {fewest} children: no coverage is shown for so few.",
    ),
}
ASKED: Table = {
    "fever": ("今天发热", "Fever today"),
    "allergy": ("对这种疫苗的成分过敏", "Allergic to a component of the vaccine"),
    "reaction": ("以前接种后有严重反应", "A severe reaction to an earlier dose"),
    "illness": ("急性病或慢性病急性发作", "An acute illness, or a chronic one getting worse"),
}
_WHY: Table = {code: pair for code, pair in WHY.items() if code}
LISTED = {("dose_deferred", "asked"): ASKED, ("dose_would_not_count", "reason"): _WHY}

SOURCES: Table = {
    "here": ("门诊接种", "Given at the clinic"),
    "registry": ("信息系统", "From a registry"),
    "booklet": ("见接种证", "Seen in the booklet"),
    "reported": ("家长口述", "Told by a parent"),
}
SITES: Table = {
    "left_arm": ("左上臂", "Left arm"),
    "right_arm": ("右上臂", "Right arm"),
    "left_thigh": ("左大腿", "Left thigh"),
    "right_thigh": ("右大腿", "Right thigh"),
    "mouth": ("口服", "By mouth"),
}
DOSE_STATES: Table = {
    "stands": ("", ""),
    "withdrawn": ("已撤回", "Withdrawn"),
    "corrected": ("已更正", "Corrected"),
    "same": ("与另一条是同一剂", "The same as another"),
}
RELATIONS: Table = {
    "mother": ("母亲", "Mother"),
    "father": ("父亲", "Father"),
    "other": ("其他监护人", "Another guardian"),
}
CHILD_STATES: Table = {"active": ("在管", "In care"), "away": ("已迁出", "Moved away")}
LISTS: Table = {
    "today": ("今天预约", "Expected today"),
    "due": ("该接种了", "Due"),
    "late": ("已过时间", "Late"),
    "visiting": ("外门诊来的", "Of other clinics"),
    "all": ("全部在管", "All in care"),
    "away": ("近期迁出", "Moved away lately"),
}
MOVES: Table = {
    "in": ("入库", "Received"),
    "given": ("接种使用", "Given"),
    "back": ("撤回登记退库", "Back after a mistaken entry"),
    "out": ("调出、退回", "Handed on or sent back"),
    "wasted": ("报损", "Wasted"),
}
OUTCOMES: Table = {
    "agreed": ("会来接种", "Will come"),
    "unreachable": ("联系不上", "Not reached"),
    "moved": ("已搬走", "Has moved"),
    "elsewhere": ("已在别处接种", "Given elsewhere"),
    "later": ("暂时不方便", "Not now"),
    "declined": ("暂不打算", "Does not want to"),
}
WEEKDAYS: Table = {
    "1": ("周一", "Monday"),
    "2": ("周二", "Tuesday"),
    "3": ("周三", "Wednesday"),
    "4": ("周四", "Thursday"),
    "5": ("周五", "Friday"),
    "6": ("周六", "Saturday"),
    "7": ("周日", "Sunday"),
}
