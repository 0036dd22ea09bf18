"""Sentences of the landlord's and the resident's pages: code → (Chinese, English)."""

from __future__ import annotations

REASONS: dict[str, tuple[str, str]] = {
    "account_not_tied": (
        "账号还没有关联您本人的登记档案。可由房东邀请、实名核验或到社区窗口办理。",
        (
            "This account is not linked to your record yet. Accept an invitation, pass a real-name check or"
            " go to the counter."
        ),
    ),
    "building_unknown": ("没有这栋楼，或不归您管理。", "There is no such building in your care."),
    "contested_already": (
        "这一条您已提出异议，工作人员正在核实。",
        "You contested this already; staff are looking into it.",
    ),
    "declaration_unknown": ("没有这份申报。", "There is no such declaration."),
    "document_unknown": (
        "没有这份证件，可能已被更正，请刷新后再看。",
        "There is no such document. It may have been corrected: reload the page.",
    ),
    "invitation_needs_data": ("请填写入住人的信息。", "Fill in who moves in."),
    "invitation_used": ("这份邀请已经用过。", "This invitation has been used."),
    "invitation_void": (
        "这个链接无效、已过期、已用过，或不是发给您这个手机号的。请联系房东重新邀请。",
        "This link is void, expired, used, or not for your phone. Ask the landlord for a new one.",
    ),
    "invitation_not_here": (
        "这不是本处发出的有效邀请。请本人打开链接看看，或直接登记。",
        "This is no valid invitation of this reception. Let the guest open the link, or register them directly.",
    ),
    "invitation_open": (
        "这份邀请还没有填写。请本人先打开链接填好，或直接登记。",
        "Nobody has filled in this invitation yet. Let the guest fill it in, or register them directly.",
    ),
    "invitation_answered": (
        "这份邀请已经处理过了，请输入姓名查找。",
        "This invitation has been answered already. Find the guest by name.",
    ),
    "no_free_bed": (
        "{home}已住满（可住 {capacity} 人），没有空床，没有登记。请另选房间。",
        "{home} is full ({capacity} people); there is no free bed, and nothing was registered. Choose another room.",
    ),
    "reception_room_unknown": (
        "没有这个房号。其他楼栋的房间写成“2栋-302”。",
        "There is no such room. Write a room of another building as 2-302.",
    ),
    "phone_missing": (
        "登记里没有租客的手机号，不能发送邀请。",
        "There is no phone on file to send the invitation to.",
    ),
    "phone_unknown": ("登记里没有这个人的手机号。", "There is no phone of this person on file."),
    "purpose_not_held": (
        "您的授权不包括这个用途，不能查看完整号码。请在页面上方换一个用途。",
        "Your grants do not cover this purpose, so the full number stays hidden. Choose another purpose.",
    ),
    "record_needs_counter": (
        "为保护档案，这份登记需持证件到社区窗口核对后才能在手机上查看。",
        "To protect it, this record opens on a phone only after your document was checked at the counter.",
    ),
    "region_not_community": ("请选到社区或村。", "Choose down to the community or village."),
    "rooms_missing": ("请填写房间号，例如“101-106”。", "Give the rooms, for example “101-106”."),
    "rooms_too_many": ("一次最多添加 {most} 间。", "At most {most} rooms at a time."),
    "sign_in_by_phone": ("请用手机号登录后再打开。", "Sign in by phone first."),
}
