"""Words of what is sent on at a person's own request: states, steps, why it waits or was refused, what is wrong."""

from __future__ import annotations

from anju.domains.exchange.api import words

Pairs = dict[str, tuple[str, str]]

KINDS: Pairs = {code: k.label for code, k in words.transfer_kinds().items()}
STATES: Pairs = {
    "requested": ("准备送出", "About to go"),
    "returned": ("需先核实", "To be put right first"),
    "sent": ("已送出", "Sent"),
    "waiting": ("待办理", "To be looked at"),
    "taken_in": ("对方已收入", "Taken in"),
    "helped": ("已联系帮助", "Help arranged"),
    "declined": ("本人暂不需要", "No help wanted"),
    "refused": ("没有收入", "Not taken in"),
    "in_hand": ("已交到本人手上", "In your hand"),
    "withdrawn": ("已撤回", "Taken back"),
}
STATES_HERE: Pairs = {**STATES, "taken_in": ("已收入", "Taken in")}
"""Of what came here: nobody at the other place took it in."""
STEPS: Pairs = {
    "requested": ("本人申请", "Asked for"),
    "checked": ("核对无误", "Looked at, and right"),
    "unchecked": ("核对逾期，按登记送出", "Nobody looked in time; it goes as registered"),
    "returned": ("需先核实", "To be put right first"),
    "sent": ("送出", "Sent"),
    "received": ("对方系统收到", "Received there"),
    "came": ("收到", "Came"),
    "waiting": ("等人办理", "Waits for somebody"),
    "set_aside": ("对方转人工办理，预计办结", "Somebody looks at it there, by"),
    "taken_in": ("收入", "Taken in"),
    "helped": ("已联系帮助", "Help arranged"),
    "declined": ("本人暂不需要", "No help wanted"),
    "refused": ("没有收入", "Not taken in"),
    "in_hand": ("交到本人手上", "Given into your hand"),
    "withdrawn": ("撤回", "Taken back"),
}
CHECKS: Pairs = {
    "clinic": ("接种门诊", "the clinic"),
    "school": ("就读学校", "the school"),
}
WHY: Pairs = {
    "not_here": ("此人不在当地", "The person is not there"),
    "other_person": ("不是同一人", "Another person"),
    "unreadable": ("内容读不懂", "It cannot be read"),
    "known_already": ("当地已有这些记录", "It is on file there already"),
    "not_competent": ("不归当地办理", "Not for that place"),
    "no_link": ("该地还没有与本地联通", "There is no link with that place"),
    "exchange_not_agreed": (
        "两地协议不包括这类记录",
        "The agreement with that place does not cover it",
    ),
    "silent": ("对方没有按期答复", "No answer in time"),
    "no_record": ("本地还查不到此人", "Not on file here yet"),
    "no_stay": ("此人现在不住在本地", "Does not live here now"),
    "no_school": ("还没有学校", "No school yet"),
    "several_schools": ("有几所学校", "Several schools"),
    "name_differs": ("姓名与登记不同", "Another name than on file"),
    "doses_unread": ("有的接种读不懂", "Some doses cannot be read"),
    "brought": ("本人带来的签名文件", "Brought as a signed file"),
    "key_unknown": (
        "签名的密钥不在册，请先向对方核实",
        "Signed by a key that is not on file; ask that place first",
    ),
    "transfer_of_other": ("证件或生日与登记不同", "Number or birthday of another child"),
    "family_needs": ("家人请求关爱帮助", "The family asks for help"),
    "consent": ("已取得本人或监护人同意", "By consent of the person or the guardian"),
    "deceased": ("此人已去世", "Deceased"),
    "moved_on": ("此人已去别处", "Moved on"),
    "never_here": ("从未住在那里", "Never lived there"),
    "before_birth": ("早于出生日期", "Before the birth"),
}
NEEDS: Pairs = {
    "care": ("生活照料", "daily care"),
    "schooling": ("上学", "schooling"),
    "health": ("看病", "health"),
    "contact": ("保持联系", "keeping in touch"),
}
LISTS: Pairs = {
    "waiting": ("待办理", "To be looked at"),
    "checks": ("待核对", "To be checked before it goes"),
    "kept": ("已收入", "Taken in"),
    "over": ("其他", "Ended otherwise"),
}
REASONS: Pairs = {
    "transfer_unknown": (
        "没有这项转送，或不在您的范围内。",
        "There is no such transfer in your care.",
    ),
    "transfer_kind": ("没有这类记录可以转送。", "There is no such kind of record to send on."),
    "transfer_moved_on": (
        "这项转送已不在这一步，请刷新页面看现在的状态。",
        "The transfer has moved on. Reload the page to see where it stands.",
    ),
    "transfer_not_in_hand": (
        "这项转送没有可以带走的文件：还没有办完，或内容已删去。",
        "There is no file to take along: it is not over yet, or its content was erased.",
    ),
    "transfer_carer": (
        "请填写照护人的姓名和电话。",
        "Give the carer’s name and phone.",
    ),
    "transfer_place": ("请选择送到哪里。", "Choose where it goes."),
    "transfer_note": (
        "请写明情况：要核实什么，或者安排了什么。",
        "Say what has to be put right, or what was arranged.",
    ),
    "transfer_reason": ("请选择不收的原因。", "Choose why it is not taken in."),
    "transfer_no_child": (
        "本门诊还没有这个孩子的接种档案。先建档，再收入。",
        "Your clinic has no record of this child yet. Open one first, then take this in.",
    ),
    "transfer_consent": (
        "请先征得家人（孩子的监护人）同意，再勾选。",
        "Ask your relative (or the child’s guardian) first, then tick that they agree.",
    ),
    "transfer_family": (
        "请核对家人的姓名和身份证号码。",
        "Check your relative’s name and identity number.",
    ),
    "transfer_group": (
        "这里只转告 {child} 岁以下的孩子和 {elderly} 岁以上的老人。",
        "This is for children under {child} and people of {elderly} and more.",
    ),
    "transfer_needs": ("请选择需要什么帮助。", "Choose what help is needed."),
    "transfer_division": (
        "请选择家人住在哪个社区或村；要在送往的地方以内。",
        "Choose the community or village where they live, inside the place it is sent to.",
    ),
    "transfer_help": (
        "请写明怎样帮助，或本人暂不需要。",
        "Say what was arranged, or that no help is wanted.",
    ),
    "transfers_many": (
        "进行中的转送已有 {most} 项，办完一些再申请。",
        "{most} transfers are under way. Wait until some are done.",
    ),
    "hand_unreadable": (
        "这不是签名记录文件，或文件不完整。",
        "This is no signed record, or the file is not whole.",
    ),
    "hand_signature": (
        "签名不真：文件被改动过，或不是它所写的地方签的。",
        "The signature does not hold: the file was changed, or another place signed it.",
    ),
}
