"""Sentences of the exchange between places: the cause and the remedy of each code of its catalogue."""

from __future__ import annotations

from anju.domains.exchange.api import messages, words

CATALOGUE: dict[str, tuple[str, str]] = {
    code: ("：".join(e.zh) + "。", ". ".join(e.en) + ".") for code, e in messages.errors().items()
}
REASONS: dict[str, tuple[str, str]] = {
    **CATALOGUE,
    "cooperation_unknown": ("没有这份合作协议。", "There is no such agreement."),
    "cooperation_not_open": (
        "这份协议已不在这一步，请刷新页面看现在的状态。",
        "The agreement has moved on. Reload the page to see where it stands.",
    ),
    "cooperation_changed": (
        "对方刚发来新的协议内容，请看过以后再签。",
        "The other place has sent other terms. Read them before signing.",
    ),
    "cooperation_terms": (
        "协议内容不完整或不合规定：{at}。请检查编号、起止日期、用途和双方可发的报文。",
        "The terms are not as they must be: {at}. Check number, days, purposes and what each side may send.",
    ),
    "cooperation_note": ("请写明理由，对方会看到。", "Give the reason; the other place reads it."),
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
    "answer_agreement_unknown": (
        "没有这份协议，或不是与您签的。",
        "There is no such agreement with you.",
    ),
    "answer_agreement_ended": (
        "协议现在不生效（未接受、未到期或已结束）。",
        "The agreement is not in force (not accepted, not begun, or over).",
    ),
    "answer_not_agreed": (
        "协议不包括所问的事项。",
        "The agreement does not cover one of these questions.",
    ),
    "answer_purpose": (
        "协议或该事项不允许这个用途。",
        "The agreement or the question does not allow this purpose.",
    ),
    "answer_quota_used": (
        "今天的 {per_day} 次已不够用，请明天再问或减少本次的问题。",
        "Today’s {per_day} questions do not suffice. Ask tomorrow, or fewer at once.",
    ),
    "answer_negatives_used": (
        "今天答“否”的次数可能超过协议的 {per_day} 次，请明天再问；需要更多的，请与主管单位商定。",
        "Today’s limit of {per_day} negative answers might be passed. Ask tomorrow, or agree on more with the office.",
    ),
    "answer_questions_count": (
        "一次请求要有 1 到 {most} 个问题。",
        "A request holds 1 to {most} questions.",
    ),
    "answer_question_twice": (
        "问题编号“{id}”出现了两次。",
        "The question id “{id}” occurs twice.",
    ),
    "answer_service_unknown": (
        "问题“{id}”的事项不在目录里。",
        "The service of question “{id}” is not in the catalogue.",
    ),
    "answer_parameter": (
        "问题“{id}”的参数 {parameter} 缺少、多余或超出范围。",
        "Parameter {parameter} of question “{id}” is missing, not wanted, or out of range.",
    ),
    "extract_not_agreed": (
        "协议不允许这样提取：请核对列、用途、区划和日期。",
        "The agreement does not allow this extract. Check columns, purpose, division and day.",
    ),
    "extract_unknown": ("没有这份提取，或不是给您的。", "There is no such extract for you."),
    "extract_decided": ("这份提取已经处理过。", "This extract has been decided."),
    "extract_not_ready": (
        "文件还没做好，或已过期。",
        "The file is not made yet, or its term is over.",
    ),
    "extract_fetched": (
        "文件已经下载过一次；需要再取，请另行提出。",
        "The file was downloaded once already. Have another one ordered if it is needed again.",
    ),
    "extract_too_large": (
        "人数太多，请分区划提取。",
        "Too many people. Order it by smaller divisions.",
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
ANSWER_SERVICES: dict[str, tuple[str, str]] = {
    code: s.label for code, s in words.services().items()
}
SERVICE_ANSWERS: dict[str, tuple[str, str]] = {
    "yes": ("是", "Yes"),
    "no": ("否", "No"),
    "count": ("人数", "Count"),
}
"""To one question of a department."""
EXTRACT_STATES: dict[str, tuple[str, str]] = {
    "proposed": ("待另一人批准", "Waits for a second person"),
    "approved": ("制作中", "Being made"),
    "ready": ("待下载", "Waits to be downloaded"),
    "fetched": ("已下载", "Downloaded"),
    "expired": ("未批准或已过期", "Refused, or its term is over"),
    "failed": ("没有做成", "Could not be made"),
}
EXTRACT_FAILURES: dict[str, tuple[str, str]] = {
    "answer_agreement_ended": ("协议已不生效", "The agreement is no longer in force"),
    "extract_too_large": (
        "人数太多，请分区划提取",
        "Too many people; order it by smaller divisions",
    ),
}
REFUSALS: dict[str, tuple[str, str]] = {
    "answer_agreement_unknown": ("没有这份协议", "No such agreement"),
    "answer_agreement_ended": ("协议不生效", "Agreement not in force"),
    "answer_not_agreed": ("协议不包括所问", "Not covered by the agreement"),
    "answer_purpose": ("用途不符", "Purpose not agreed"),
    "answer_quota_used": ("当日次数用完", "Quota of the day used up"),
    "answer_negatives_used": ("当日答“否”的次数用完", "Limit of negative answers reached"),
    "answer_questions_count": ("问题太多或没有", "Too many questions, or none"),
    "answer_question_twice": ("问题编号重复", "Question id twice"),
    "answer_service_unknown": ("没有这个事项", "Service unknown"),
    "answer_parameter": ("参数不对", "Parameter wrong"),
    "not_allowed": ("账号没有这个权限或用途", "Account lacks the permission or purpose"),
}
"""Why a request was refused whole, in a list."""
SHIELD_REASONS: dict[str, tuple[str, str]] = {
    "protection_order": (
        "人身安全保护令（反家庭暴力法）",
        "Protection order (Anti-Domestic Violence Law)",
    ),
    "witness": ("证人、被害人保护", "Protection of a witness or victim"),
    "request_granted": ("本人申请，已批准", "At the person’s request, granted"),
    "over_bridge": ("内外网另一端告知", "Reported by the other end of the bridge"),
}


def answered_text(fields: tuple[str, ...], chinese: bool) -> str:
    """A line of the trail in words: the question and its answer; "" for other lines."""
    parts = dict(f.partition(":")[::2] for f in fields)
    if not parts.get("question"):
        return ""
    which = 0 if chinese else 1
    question = ANSWER_SERVICES.get(parts["question"], (parts["question"],) * 2)[which]
    answer = SERVICE_ANSWERS.get(parts.get("answer", ""), ("", ""))[which]
    return f"{question}：{answer}" if chinese else f"{question} {answer}"


def extracted_text(action: str, fields: tuple[str, ...], chinese: bool) -> str:
    """A line of the trail about a bulk extract in words: what of a person left without their name; "" for others."""
    if action != words.EXTRACT_ACTION:
        return ""
    which = 0 if chinese else 1
    named = [words.extract_columns().get(f, (f, f))[which] for f in fields]
    if chinese:
        return f"取得不含姓名和号码的数据：{'、'.join(named)}"
    return f"Data without name and number: {', '.join(named)}"


ASSURANCE: dict[str, tuple[str, str]] = {
    "signed": ("RFC 9421 签名", "signed by RFC 9421"),
    "headers": ("国家网关（不含正文）", "national gateway, body not covered"),
    "md5": ("MD5（仅知发送方）", "MD5, the sender alone"),
}
"""How much is proved of a message."""


STAGES: dict[str, tuple[str, str]] = {
    "ours": ("已提出，等对方", "Proposed, waits for the other place"),
    "theirs": ("对方已提出，等本地", "Proposed by the other place, waits for this one"),
    "signed_here": ("本地已签，等对方", "Signed here, waits for the other place"),
    "signed_there": ("对方已签，等本地", "Signed there, waits for this place"),
    "in_force": ("已生效", "In force"),
    "declined": ("未达成", "Declined"),
    "withdrawn": ("已撤回", "Withdrawn"),
}
"""Where an agreement between two places stands."""
