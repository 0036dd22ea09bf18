"""Sentences of sign-in and of the administration of users: code → (Chinese, English)."""

from __future__ import annotations

REASONS: dict[str, tuple[str, str]] = {
    "not_allowed": ("您的授权不包括这项操作。", "Your grants do not include this."),
    "not_allowed_of": (
        "需要“{what}”的权限：您没有，或在这里、对您选定的用途不适用。含此权限的角色：{roles}；请向管理用户的{givers}申请。",
        "This needs the permission to {what}, here and for your purpose. Roles with it: {roles}; given by: {givers}.",
    ),
    "user_inactive": ("这个账号已停用。", "This account is closed."),
    "user_unknown": (
        "没有这个账号，或不在您的管理范围内。",
        "There is no such account in your care.",
    ),
    "user_kind": ("账号类别不正确。", "This is not a kind of account."),
    "user_self_close": ("不能停用自己的账号。", "You cannot close your own account."),
    "user_tied_already": (
        "这个账号已关联另一份人员档案。",
        "This account belongs to another person's record already.",
    ),
    "username_missing": ("请填写用户名。", "A username is needed."),
    "username_characters": (
        "用户名只能用文字、数字和 . _ - + @，请修改。",
        "A username has letters, digits and . _ - + @ alone.",
    ),
    "display_name_characters": (
        "姓名里有看不见的字符、表情或图形，请只填姓名。",
        "The name holds a character that is not seen, or a picture. Write the name alone.",
    ),
    "username_taken": ("用户名 {username} 已被使用。", "The username {username} is taken."),
    "phone_taken": ("这个手机号已有账号。", "This phone has an account already."),
    "phone_invalid": ("请填写 11 位大陆手机号码。", "Enter a mainland mobile number of 11 digits."),
    "password_missing": (
        "没有输入密码，请重新运行并输入。",
        "No password was given. Run it again and type one.",
    ),
    "passwords_differ": (
        "两次输入的密码不同，请重新运行。",
        "The two passwords differ. Run it again.",
    ),
    "password_weak": ("密码不够安全：{why}", "The password is too weak: {why}"),
    "reason_missing": ("请写明原因。", "Say why."),
    "code_wrong": (
        "验证码不正确或已失效，请核对，或重新获取。",
        "The code is wrong or no longer good. Check it, or ask for a new one.",
    ),
    "too_many_tries": (
        "尝试次数过多，请 {minutes} 分钟后再试。",
        "Too many tries. Try again in {minutes} minutes.",
    ),
    "token_invalid": ("访问令牌无效或已过期。", "The token is not valid or has expired."),
    "token_unknown": ("没有这个令牌。", "There is no such token."),
    "token_name": ("请给令牌起个名字。", "Give the token a name."),
    "token_days": ("有效期须为 1 至 {longest} 天。", "A token lives 1 to {longest} days."),
    "token_scopes": ("不认识的权限：{unknown}", "Unknown permissions: {unknown}"),
    "grant_role": ("没有这个角色，或不能授予。", "There is no such role to be granted."),
    "grant_scope": (
        "这个角色的授权范围不正确（辖区代码前缀，或房东、单位编号）。",
        "The scope does not fit this role (a region prefix, or a landlord or employer).",
    ),
    "grant_purpose": ("这个角色不允许该用途。", "This role does not allow that purpose."),
    "grant_dates": ("结束日期须晚于开始日期。", "The end must be later than the start."),
    "grant_to_self": ("不能给自己授权。", "Nobody grants to themselves."),
    "grant_out_of_reach": (
        "超出您的辖区或级别：您不能授予这个角色，也不能收回它，或停用、恢复有这个角色的账号。",
        "Outside your area or rank: you cannot give or take this role, nor close or reopen an account that holds it.",
    ),
    "merge_elsewhere": (
        "其中一人现在不在您的辖区居住或工作，不能由您合并。请现居住地街道或上级办理。",
        "One of the two lives or works outside your area now. An office above both merges them.",
    ),
    "unmerge_elsewhere": (
        "拆回后，其中一人现在不在您的辖区居住或工作，不能由您拆回。请由同时管辖两人的上级办理。",
        "Once parted, one of the two lives or works outside your area. An office above both takes it back.",
    ),
    "area_for_staff": (
        "这里是工作人员的页面，您的账号不是工作人员账号。您的事项请从首页进入。",
        "These pages are for staff, and yours is not a staff account. Find your own matters from the start page.",
    ),
    "area_without_role": (
        "您的账号现在没有任何辖区的角色。请联系本单位的用户管理人员（街道、区县、市级或安全管理员）授予。",
        "Your account holds no role in any area. Ask whoever manages users in your office to give you one.",
    ),
    "area_for_landlords": (
        "这里是房东和楼栋管理人的页面，您的账号没有名下房屋。如何办理，请看房东首页。",
        "These pages are for landlords and managers. The landlord's start page says how to become one here.",
    ),
    "area_for_employers": (
        "这里是用工单位的页面，您的账号不代表任何单位。如何办理，请看用工单位首页。",
        "These pages are for employers. The employer's start page says how to act for one.",
    ),
    "area_for_residents": (
        "这里是本人办事的页面，工作人员账号不能使用。办理自己的事项，请用自己的手机号登录。",
        "These pages are for a person's own matters and not for staff accounts. Sign in with your own phone.",
    ),
    "signed_out": ("请先登录。", "Sign in first."),
    "export_unknown": (
        "没有这个导出的文件。文件保存 {days} 天后自动删除，请在名单页重新导出。",
        "There is no such exported file. Files are deleted after {days} days; export the list again.",
    ),
    "export_not_ready": (
        "这个文件还没有做好，请在“导出的文件”里看进度。",
        "This file is not ready yet. Exported files shows how far it is.",
    ),
    "export_rights_changed": (
        "要求导出以后，您的权限有变动，这个文件不再提供。请在名单页重新导出。",
        "Your rights have changed since this export was asked for, and it is no longer given. Export the list again.",
    ),
    "export_broken": (
        "制作文件时中途出错，没有留下任何内容。请重新导出；仍不行，请联系系统管理员。",
        "The file broke off and nothing of it was kept. Export again; if it goes on, ask your administrator.",
    ),
    "exports_waiting": (
        "您已有 {most} 个文件正在制作，请等其中一个做好再导出。",
        "{most} of your files are being made. Wait until one of them is ready.",
    ),
    "grant_needs_second": (
        "管理员和全国范围的角色须由第二位管理员批准，请提交申请。",
        "Administrators' and nationwide roles need a second administrator. Submit a request.",
    ),
    "grant_needs_no_second": (
        "这项授权不需要第二人批准，可直接授予。",
        "This grant needs no second person; give it directly.",
    ),
    "grant_asked_already": (
        "同样的授权申请已在等待批准。",
        "The same request is waiting for approval already.",
    ),
    "grant_request_unknown": ("没有这项授权申请。", "There is no such request."),
    "grant_decided": ("这项授权申请已经处理过。", "This request was decided already."),
    "approver_person_needed": (
        "须由工作人员本人批准，系统账号不能代替。",
        "A member of staff must approve this; a system account cannot.",
    ),
    "approver_same_person": (
        "申请人和批准人必须是两个人，请另一位同事批准。",
        "The one who asks cannot approve. Another person must.",
    ),
    "approver_made": (
        "申请和批准的两个账号中，一个由另一个建立，不能互相批准。请由无此关系的同事批准。",
        "One of the two accounts made the other, so neither approves for the other. Ask an independent colleague.",
    ),
    "reopen_needs_second": (
        "这个账号持有须两人批准的角色。请先收回该角色，恢复账号后再重新申请授权。",
        "This account holds a role that two persons give. Revoke it, reopen the account, then ask anew.",
    ),
    "token_for_others": (
        "不能为别人的账号签发令牌，只能为自己或部门系统签发。",
        "Tokens are issued for oneself or for department systems, never for another person.",
    ),
    "grant_administrators_apart": (
        "系统、安全、审计管理员须由不同的人担任。",
        "System, security and audit administration must be different people.",
    ),
    "grant_held_already": ("该账号已有同样的授权。", "The account holds this grant already."),
    "grant_unknown": ("没有这项授权。", "There is no such grant."),
    "grant_revoked_already": ("这项授权已被收回。", "This grant was revoked already."),
    "tie_how": ("关联方式不正确。", "This is not a way to link an account."),
    "tie_to_self": (
        "不能关联自己的账号，请由同事办理。",
        "You cannot link your own account; ask a colleague.",
    ),
    "tie_by_platform": (
        "这种关联只能由系统在核验后完成。",
        "Only the platform ties accounts this way, after a check.",
    ),
    "real_name_no": (
        "核验未通过。可到社区窗口持证件办理。",
        "The check did not succeed. Bring your document to the community counter.",
    ),
    "purpose_unknown": ("您的授权不包括这个用途。", "Your grants do not include this purpose."),
}
