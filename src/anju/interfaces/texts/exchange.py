"""Sentences of the exchange between places: the cause and the remedy of each code of its catalogue."""

from __future__ import annotations

from anju.domains.exchange.api import messages

CATALOGUE: dict[str, tuple[str, str]] = {
    code: ("：".join(e.zh) + "。", ". ".join(e.en) + ".") for code, e in messages.errors().items()
}
REASONS: dict[str, tuple[str, str]] = {
    **CATALOGUE,
    "exchange_not_set_up": (
        "本地还没有加入两地交换，请先在“两地交换”填写本地代码。",
        "This place takes part in no exchange yet. Enter its code under “Exchange” first.",
    ),
    "place_code_form": (
        "地方代码是 6 到 12 位数字。",
        "The code of a place has 6 to 12 digits.",
    ),
    "place_name_missing": ("请填写地方名称。", "Give the name of the place."),
    "peer_url_form": (
        "地址要以 https:// 或 http:// 开头。",
        "The address begins with https:// or http://.",
    ),
    "peer_known": ("这个地方已经在册。", "This place is entered already."),
    "peer_unknown": (
        "没有这个地方，或链路已暂停。",
        "There is no such place, or its link is suspended.",
    ),
    "peer_key_unreadable": (
        "读不出公钥。请粘贴对方给的 JWK（JSON）。",
        "The public key cannot be read. Paste the JWK (JSON) the other place gave.",
    ),
    "peer_key_known": ("这个公钥已经登记过。", "This public key is entered already."),
    "gateway_incomplete": (
        "请填全：方式、调用方编号、至少 8 位的密钥；国家网关还要填服务编号。",
        "Complete it: scheme, name of the caller, a secret of 8 characters at least; nationally the service too.",
    ),
    "gateway_taken": ("这个调用方编号属于另一个地方。", "This name belongs to another place."),
    "gateway_unknown": ("没有这个调用方编号。", "There is no such name of a caller."),
    "peer_key_unknown": ("没有这个公钥。", "There is no such public key."),
    "agreement_incomplete": (
        "请填全协议：编号（字母、数字、点、横线）、报文类别、用途、起止日期和每日次数。",
        "Complete the agreement: number (letters, digits, dot, dash), classes, purposes, days and the number a day.",
    ),
    "agreement_known": ("这个编号的协议已经有了。", "There is an agreement of this number."),
    "agreement_decided": ("这份协议已经处理过。", "This agreement has been decided."),
    "message_unknown": (
        "没有这份报文，或不在您的范围内。",
        "There is no such message in your care.",
    ),
    "message_not_waiting": (
        "这份报文已经处理过，请刷新页面。",
        "This message has been seen to. Reload the page.",
    ),
    "message_fixed": (
        "“{member}”不能改：改了就不是这份报文了。",
        "It would be another message if “{member}” were changed.",
    ),
    "message_unsound": (
        "这样仍会被退回：{why}（{at}）。",
        "It would be rejected again: {why} ({at}).",
    ),
    "exchange_decision": (
        "请选择一种处理方式。",
        "Choose one of the decisions offered.",
    ),
    "exchange_stay_stays": (
        "本地的居住记录不能在那一天结束。请先在此人页面更正，再答复。",
        "The stay here cannot end on that day. Correct it on the person's page first, then answer.",
    ),
    "exchange_note": ("请写明不答复的理由。", "Say why it is not answered."),
    "enquiry_empty": (
        "请选择要问的问题和等级，写明事由；问期间居住的，填写起止日期。",
        "Choose questions and a grade and say why; for a period give its days.",
    ),
    "document_missing": (
        "此人没有登记证件，对方无法查找。",
        "This person has no document on file by which the other place could find them.",
    ),
    "shield_reason": ("请选择保密的理由。", "Choose why the person is shielded."),
    "exchange_not_agreed": (
        "现行协议不包括这类报文或这个用途。",
        "No agreement in force covers this class for this purpose.",
    ),
}
CLASSES: dict[str, tuple[str, str]] = {code: c.label for code, c in messages.CLASSES.items()}
LOG_PROBLEMS: dict[str, tuple[str, str]] = {
    "log_gap": ("缺一条或次序不对", "An entry is missing or out of order"),
    "log_unlinked": ("接不上前一条", "It does not follow the entry before"),
    "log_altered": ("内容被改动", "Its content was altered"),
    "log_key_unknown": ("签名密钥不在名单上", "Signed by a key that is not on the list"),
    "log_signature": ("签名不真", "Its signature does not hold"),
}
"""What a check of the exported log may find."""
QUESTIONS: dict[str, tuple[str, str]] = {
    "lives_here": ("现在是否住在贵地", "Living there now"),
    "habitual_place": ("是否以贵地为经常居住地", "Habitual place there"),
    "lived_here": ("某段时间是否住在贵地", "Lived there in a period"),
    "left_on": ("何时离开", "When they left"),
    "registered_since": ("何时起登记居住", "Registered since"),
}
GRADES: dict[str, tuple[str, str]] = {
    "urgent": ("紧急（15 日内答复）", "Urgent (15 days)"),
    "routine": ("一般（30 日内答复）", "Routine (30 days)"),
}
RESULTS: dict[str, tuple[str, str]] = {
    "": ("", ""),
    "closed": ("原居住已结束", "Stay ended"),
    "already_left": ("早已离开", "Left before"),
    "nothing_on_file": ("本地没有登记", "Not on file here"),
    "name_differs": ("姓名与登记不同", "Name differs from the record"),
    "several_persons": ("可能是同名的人", "May be a namesake"),
    "later_facts": ("与更晚的登记矛盾", "Later facts are on file"),
    "contradiction": ("与登记矛盾", "Contradicts the record"),
    "before_birth": ("早于出生日期", "Before the birth"),
    "needs_office": ("需要人工办理", "For a person to see to"),
    "withdrawn_late": ("对方撤回，但已生效", "Withdrawn after it had counted"),
    "corrected_late": ("对方更正，但已生效", "Corrected after it had counted"),
    "answered": ("已答复", "Answered"),
    "unanswered": ("对方逾期未答", "Not answered in time"),
    "noted": ("已记下", "Noted"),
    "agreement_superseded": ("已有更新的协议内容", "Other terms count meanwhile"),
    "agreement_number_taken": (
        "编号已用，已告知对方",
        "Number in use; the other place was notified",
    ),
    "agreement_unknown": (
        "本地没有这份提议，已告知对方",
        "No such proposal here; the other place was notified",
    ),
    "agreement_signature_wrong": (
        "签名不符，已告知对方",
        "Signature wrong; the other place was notified",
    ),
    "taken_in": ("已收入", "Taken in"),
    "refused": ("不收", "Not taken in"),
    "helped": ("已联系帮助", "Help arranged"),
    "in_hand": ("对方按逾期处理，记录交本人", "In the person's hand by default there"),
    "no_record": ("本地还查不到此人", "Not on file here yet"),
    "no_stay": ("此人现在不住在本地", "Does not live here now"),
    "no_school": ("还没有学校", "No school yet"),
    "several_schools": ("有几所学校", "Several schools"),
    "doses_unread": ("有的接种读不懂", "Some doses cannot be read"),
    "not_here": ("此人不在当地", "The person is not there"),
    "unreadable": ("内容读不懂", "It cannot be read"),
    "known_already": ("已有这些记录", "On file already"),
    "not_competent": ("不归当地办理", "Not for that place"),
    "withdrawn": ("已撤回", "Withdrawn"),
    "corrected": ("已被更正取代", "Replaced by a correction"),
    "place_left_empty": ("只占次序，没有内容", "Takes up its place only"),
    "move_stands": ("对方按逾期处理，迁移成立", "The move stands by default there"),
    "deceased": ("此人已去世", "Deceased"),
    "moved_on": ("此人已去别处", "Moved on"),
    "never_here": ("从未住在那里", "Never lived there"),
    "other_person": ("不是同一人", "Another person"),
    "mistake": ("发错了", "Sent by mistake"),
    "did_not_move": ("没有迁移", "Did not move"),
    "at_request": ("应本人要求", "At the person's request"),
    "sent_twice": ("重复发送", "Sent twice"),
    "not_known": ("查无此人", "Not known"),
    "declined": ("不予答复", "Declined"),
}
"""What a message came to, as far as the office reads it in a list."""
STATES: dict[str, tuple[str, str]] = {
    "kept": ("等待次序", "Waits for its turn"),
    "applied": ("已生效", "Applied"),
    "set_aside": ("转人工", "For a person"),
    "withdrawn": ("已撤回", "Withdrawn"),
    "closed": ("已办理", "Seen to"),
    "queued": ("待发", "To be sent"),
    "sent": ("对方已收到", "Received there"),
    "rejected": ("被退回", "Rejected"),
    "dropped": ("已放弃", "Given up"),
}
"""Of a message."""
MOVE_STATES: dict[str, tuple[str, str]] = {
    "asked": ("等对方答复", "Not answered yet"),
    "confirmed": ("双方已确认", "Confirmed"),
    "set_aside": ("待人工核对", "A person looks at it"),
    "implausible": ("一方认为不合理", "Held implausible"),
    "by_default": ("对方逾期未答，自动算本地", "Stands by default: no answer in time"),
    "withdrawn": ("通知已撤回", "Notice withdrawn"),
}
"""Of a move between two places."""
SHOWN: dict[str, tuple[str, str]] = {
    "ours": ("等本地处理", "For this office"),
    "rejected": ("被退回", "Rejected"),
    "theirs": ("等对方答复", "Awaited from others"),
    "waiting": ("往来途中", "On their way"),
    "all": ("全部", "All"),
}
"""What the list of messages shows."""
MOVES_SHOWN: dict[str, tuple[str, str]] = {
    "open": ("未完成", "Not settled"),
    "late": ("已逾期", "Past the term"),
    "ours": ("等本地核对", "For this office"),
    "done": ("已完成", "Settled"),
}
"""What the list of moves shows."""
DIRECTIONS: dict[str, tuple[str, str]] = {
    "in": ("外地来本地", "To here"),
    "out": ("本地往外地", "From here"),
}
"""Which way a message or a person goes."""
DECISIONS: dict[str, tuple[str, str]] = {
    "same_person": (
        "是同一人：结束本地居住，答复对方",
        "The same person: end the stay here and answer so",
    ),
    "by_register": ("是同一人：按登记答复", "The same person: answer from the register"),
    "left": ("此人已离开，答复对方", "The person has left: answer so"),
    "other_person": ("不是同一人，答复对方", "Another person: answer so"),
    "not_known": ("查无此人，答复对方", "Not known: answer so"),
    "declined": ("不予答复，说明理由", "Decline, with a reason"),
    "seen_to": ("已办理", "Seen to"),
}
FAILURES: dict[str, tuple[str, str]] = {
    "timed_out": ("对方没有及时应答", "No answer in time"),
    "not_reached": ("连不上对方", "Not reached"),
    "answer_unreadable": ("对方的应答读不懂", "The answer could not be read"),
}
"""Why the last request to a place failed, besides the codes of the catalogue."""
ANSWERS: dict[str, tuple[str, str]] = {
    "yes": ("是", "Yes"),
    "no": ("否", "No"),
    "unknown": ("不清楚", "Not known"),
}
"""To one question of an enquiry."""
MEMBERS: dict[str, tuple[str, str]] = {
    "name": ("姓名", "Name"),
    "doc_number": ("证件号码", "Document number"),
    "birth_date": ("出生日期", "Date of birth"),
    "since": ("到那里的首日", "First day there"),
    "until": ("离开日期", "Day of leaving"),
    "division": ("现住区划", "Division of residence"),
    "to_division": ("去往区划", "Division moved to"),
    "outcome": ("结论", "Outcome"),
    "reason": ("原因", "Reason"),
    "why": ("事由", "Why it is asked"),
    "note": ("说明", "Note"),
    "expected_by": ("对方预计答复", "Expected by"),
    "term": ("期限", "Term"),
    "between": ("期间", "Period"),
    "kind": ("记录", "Record"),
    "group": ("人群", "Group"),
    "needs": ("需要", "Needs"),
    "school": ("学校", "School"),
    "grade": ("年级", "Grade"),
}
"""Members of the body of a message, as its page names them."""
VALUES: dict[str, tuple[str, str]] = {
    "vaccination": ("预防接种记录", "Vaccination record"),
    "school": ("学籍记录", "School record"),
    "child": ("留守儿童", "Child left behind"),
    "elderly": ("留守老人", "Elderly person left behind"),
    "care": ("照护", "Care"),
    "schooling": ("就学", "Schooling"),
    "health": ("健康", "Health"),
    "contact": ("联系", "Contact"),
    "self": ("本人", "The person"),
    "guardian": ("监护人", "A guardian"),
}
"""Codes in the body of a message."""
LAYERS: dict[str, tuple[str, str]] = {
    "signature": ("签名", "Signature"),
    "request": ("请求", "Request"),
    "message": ("报文", "Message"),
    "gateway": ("旧网关", "Older gateways"),
    "order": ("关联与次序", "References and order"),
}
"""Where a fault is found."""
SHIELD_REASONS: dict[str, tuple[str, str]] = {
    "protection_order": (
        "人身安全保护令（反家庭暴力法）",
        "Protection order (Anti-Domestic Violence Law)",
    ),
    "witness": ("证人、被害人保护", "Protection of a witness or victim"),
    "request_granted": ("本人申请，已批准", "At the person’s request, granted"),
    "over_bridge": ("内外网另一端告知", "Reported by the other end of the bridge"),
}


ASSURANCE: dict[str, tuple[str, str]] = {
    "signed": ("RFC 9421 签名", "signed by RFC 9421"),
    "headers": ("国家网关（不含正文）", "national gateway, body not covered"),
    "md5": ("MD5（仅知发送方）", "MD5, the sender alone"),
}
"""How much is proved of a message."""
