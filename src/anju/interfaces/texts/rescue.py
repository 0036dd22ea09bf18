"""Rescue stations in words: what is refused, states, steps, wards, marks, ways of leaving."""

from __future__ import annotations

from anju.interfaces.texts.labels import Table

REASONS: Table = {
    "rescue_station_unknown": (
        "没有这个救助站，或不归您管。",
        "There is no such rescue station, or it is not yours.",
    ),
    "rescue_station_exists": (
        "这个区划已有救助站“{name}”，一个区划只设一个；请改用那一个，或先关闭它。",
        "This division has the station “{name}” already, and one alone. Use that one, or close it first.",
    ),
    "rescue_station_in_use": (
        "站里还有人，不能关闭。请先办理离站。",
        "Somebody is still at the station. They leave first, then it can be closed.",
    ),
    "rescue_region": ("请选择救助站所在的区划。", "Choose the division in which the station lies."),
    "rescue_name_missing": ("请填写名称。", "Give it a name."),
    "rescue_law_missing": (
        "法规文件里没有救助管理的规定，请让管理员恢复 00-rescue.yaml。",
        "The files of law say nothing of rescue stations. Have 00-rescue.yaml restored.",
    ),
    "rescue_room": ("请填写房间。", "Name the room."),
    "rescue_room_ward": (
        "房间“{room}”已是另一类人的房间，男女和未成年人要分开住；请换个房间。",
        "Room “{room}” is for others already. Men, women and minors sleep apart: take another room.",
    ),
    "rescue_beds": (
        "床位数要在 0 到全站 {most} 张之间。",
        "A station has at most {most} beds in all.",
    ),
    "rescue_bed_in_use": (
        "房间“{room}”要撤的床上还有人，请先换床。",
        "Somebody has a bed of room “{room}” that is to go. Give them another bed first.",
    ),
    "rescue_bed_unknown": ("没有这张床，请重新选择。", "There is no such bed. Choose another one."),
    "rescue_bed_taken": (
        "{room} 房 {bed} 号床刚刚给了别人，请另选一张。",
        "Bed {bed} in room {room} was just given to somebody else. Choose another one.",
    ),
    "rescue_ward": (
        "这张床不是给这个人的：男、女、男童、女童分开住；孩子可以跟着带他来的大人住。",
        "Men, women, boys and girls sleep apart: not in this bed. A child may sleep near the adult it came with.",
    ),
    "rescue_sex": (
        "请选择男或女，用来安排分开住的床位。",
        "Choose male or female: it says in which ward they sleep.",
    ),
    "rescue_age_missing": (
        "不知道生日的，请估一个年龄：未成年人另有办法。",
        "Without a birth date, estimate the age: minors are cared for in their own way.",
    ),
    "rescue_age": ("年龄要在 0 到 {most} 岁之间。", "An age lies between 0 and {most}."),
    "rescue_whole_number": ("请填整数。", "Give a whole number."),
    "rescue_born_later": (
        "出生日期晚于到站的日子，请核对。",
        "The birth date lies after the day of arrival.",
    ),
    "rescue_before_birth": (
        "“从哪天起在外”早于出生日期，请核对。",
        "The day since which they are on the road lies before the birth date.",
    ),
    "rescue_day_later": (
        "“从哪天起在外”晚于到站的日子，请核对。",
        "The day since which they are on the road lies after the day of arrival.",
    ),
    "rescue_day": ("日期要写成 2026-01-31 的样子。", "Write a day like 2026-01-31."),
    "rescue_arrived_later": ("到站时间还没到，请核对。", "The time of arrival lies ahead."),
    "rescue_arrived_long_ago": (
        "到站超过 {days} 天的不能补录，请按今天接待。",
        "An arrival more than {days} days ago is not entered afterwards. Take them in as of today.",
    ),
    "rescue_number": (
        "身份证号码不对，请对照证件；没有证件的可以不填。",
        "This is no citizen’s number. Compare the card, or leave it empty.",
    ),
    "rescue_number_differs": (
        "身份证号码里的出生日期或性别与填写的不一致，请核对。",
        "The number states another birth date or sex than was filled in.",
    ),
    "rescue_long": ("文字太长，最多 {most} 字。", "This is too long: {most} characters at most."),
    "rescue_hospital_bed": (
        "先送医的先不安排床位，回站后再安排。",
        "Who goes to hospital first gets a bed when they are back.",
    ),
    "rescue_stay_unknown": (
        "没有这条记录，或不是您站里的人。",
        "There is no such record, or they are not at your station.",
    ),
    "rescue_not_yours": (
        "只有本站的工作人员可以办理。",
        "Only those who work at the station may do this.",
    ),
    "rescue_head_needed": ("这一步由站长办理。", "The head of the station does this."),
    "rescue_head_agrees": (
        "未满 {age} 周岁的独自离站，须经站长同意，由站长办理。",
        "Below {age} nobody leaves alone without the consent of the head, who notes it.",
    ),
    "rescue_step": (
        "现在的状态下不能办这一步，请刷新后再看。",
        "This cannot be done as things stand. Reload the page.",
    ),
    "rescue_step_unknown": ("请选择要记录的内容。", "Choose what to note."),
    "rescue_words_missing": ("请写明情况。", "Say what happened."),
    "rescue_name_needed": (
        "请填写姓名，或先不填、继续用代号。",
        "Give the name, or go on with the code.",
    ),
    "rescue_kin_wish": (
        "本人没有同意联系亲属，不能联系。本人同意后先记下同意。",
        "They did not agree that kin are contacted. Note their consent first.",
    ),
    "rescue_cash": (
        "路上的现金合计不超过 {most} 元，已给 {given} 元。",
        "Cash for the way is {most} yuan at most in all; {given} were given.",
    ),
    "rescue_receipt_unsigned": ("要由领取的人签字。", "Whoever takes it signs for it."),
    "rescue_until": (
        "延长到的日子要在今天以后，一次最多 {days} 天。",
        "It is extended to a day that lies ahead, {days} days at most at a time.",
    ),
    "rescue_not_missing": (
        "成年人可以自己离开，不算走失；请办理离站。",
        "An adult may go at will and is not missing. Note that they left.",
    ),
    "rescue_young_alone": (
        "未满 {age} 周岁的不得独自离站，要由监护人或亲属接回、护送或者移交。",
        "Nobody below {age} leaves alone. A guardian or kin fetch them, or somebody goes along.",
    ),
    "rescue_unable_alone": (
        "不能辨认自己行为的人不得独自离站，要由监护人或亲属接回、护送或者移交。",
        "Who cannot judge their own acts does not leave alone. A guardian or kin fetch them, or somebody goes along.",
    ),
    "rescue_disabled_ticket": (
        "残疾人返乡要有人接或护送，不能只给车票；本人坚持离开的，办理自愿离站。",
        "A disabled person travels home with somebody. A ticket alone is not enough; at will they may go.",
    ),
    "rescue_word_unsigned": (
        "自愿离站要由本人在声明上签字。",
        "Whoever leaves at will signs the statement.",
    ),
    "rescue_receiver_missing": (
        "请写明谁来接（姓名、关系、核过的证件）。",
        "Say who takes them over: name, relation, the document that was shown.",
    ),
    "rescue_police_first": (
        "疑似被拐卖、走失、被遗弃的，先向公安机关报案，再交给自称的亲属。",
        "Suspected to be trafficked, lost or abandoned: report to the police first, then to who says they are kin.",
    ),
    "rescue_property_kept": (
        "还有 {n} 件寄存物品没有退还，请先退还并签字。",
        "{n} things are still kept for them. Give them back first, against a signature.",
    ),
    "rescue_thing_missing": ("请写明寄存的是什么。", "Say what is kept."),
    "rescue_thing_unknown": ("没有这件寄存物品。", "There is no such thing kept."),
    "rescue_things_many": (
        "一个人最多寄存 {most} 件，请合并填写。",
        "{most} things at most are kept for one person.",
    ),
    "rescue_returned": (
        "这件物品已在 {on} 退还并签字，不能再退一次。",
        "This was given back and signed for on {on}. It is not given back twice.",
    ),
    "rescue_left": ("{number} 已经离站。", "{number} has left already."),
    "rescue_link_wish": (
        "只有本人愿意，才与居住登记关联。",
        "A stay is linked to the register only if the person wishes it.",
    ),
    "rescue_link_number": (
        "要先登记姓名和身份证号码。",
        "Name and citizen’s number are noted first.",
    ),
    "rescue_link_nobody": (
        "按这个姓名和号码没有找到登记，没有关联。",
        "The register has nobody of this name and number. Nothing was linked.",
    ),
}

STATES: Table = {
    "present": ("在站", "At the station"),
    "hospital": ("在医院", "In hospital"),
    "missing": ("走失，正在找", "Missing, being looked for"),
    "left": ("已离站", "Left"),
}
IDENTITIES: Table = {
    "unknown": ("身份不明", "Unidentified"),
    "stated": ("自述", "As they say"),
    "checked": ("已核实", "Checked"),
}
WARDS: Table = {
    "men": ("男", "Men"),
    "women": ("女", "Women"),
    "boys": ("男童", "Boys"),
    "girls": ("女童", "Girls"),
}
MARKS: Table = {
    "disabled": ("残疾", "Disabled"),
    "unable": ("不能辨认自己行为", "Cannot judge their own acts"),
    "trafficked": ("疑似被拐卖、走失、被遗弃", "Suspected to be trafficked, lost or abandoned"),
    "ill": ("需要看医生", "To be seen by a doctor"),
}
STEPS: Table = {
    "admitted": ("进站", "Taken in"),
    "identified": ("登记身份", "Identity noted"),
    "bed": ("安排床位", "Bed given"),
    "marked": ("标明需要的照顾", "Care marked"),
    "need": ("需求", "A need"),
    "first_aid": ("急救、医生来看过", "First aid, seen by a doctor"),
    "hospital": ("送医", "Sent to hospital"),
    "back": ("回到站里", "Back at the station"),
    "care": ("指定专人、安排照料", "Carer named, care arranged"),
    "kin_wish": ("本人对联系亲属的意愿", "Whether kin may be contacted"),
    "kin": ("联系亲属", "Kin contacted"),
    "guardian": ("通知监护人", "Guardian notified"),
    "notice": ("发布寻亲公告", "Notice published"),
    "police": ("已向公安机关报案", "Reported to the police"),
    "dna": ("报请公安机关采集 DNA", "Police asked to take DNA"),
    "extended": ("延长救助，已备案", "Longer stay, filed"),
    "placement": ("提出安置申请", "Placement asked for"),
    "cash": ("路上的现金", "Cash for the way"),
    "kept": ("寄存物品", "Thing kept"),
    "returned": ("退还物品", "Thing given back"),
    "linked": ("按本人意愿关联登记", "Linked to the register, as they wished"),
    "unlinked": ("解除关联", "Link ended"),
    "missing": ("走失", "Missing"),
    "left": ("离站", "Left"),
    "reopened": ("撤销离站", "Leaving taken back"),
}
WAYS: Table = {
    "word": ("自愿离站（签字声明）", "At will (signed statement)"),
    "ticket": ("给直达车票返乡", "Home with a direct ticket"),
    "kin": ("亲属、监护人接回", "Fetched by kin or guardian"),
    "escort": ("护送返乡", "Escorted home"),
    "transfer": ("移交其他机构", "Handed to another institution"),
    "placed": ("安置", "Placed"),
    "unseen": ("未告知离开", "Gone without a word"),
    "deceased": ("死亡", "Deceased"),
}
LISTS: Table = {
    "here": ("在站", "Here"),
    "left": ("已离站", "Left"),
    "all": ("全部", "All"),
}
FIGURES: Table = {
    "came": ("进站人次", "Taken in"),
    "here": ("现在在站", "Here now"),
    "left": ("离站人次", "Left"),
    "over_term": ("在站超过 10 天", "Here for over 10 days"),
    "men": ("成年男性", "Men"),
    "women": ("成年女性", "Women"),
    "boys": ("男童", "Boys"),
    "girls": ("女童", "Girls"),
    "unknown": ("在站身份不明", "Here, unidentified"),
    "known": ("在站身份已知", "Here, identity known"),
    **{f"way_{code}": pair for code, pair in WAYS.items()},
}
