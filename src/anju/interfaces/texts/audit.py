"""Words of the trail, and sentences about its chain."""

KINDS: dict[str, tuple[str, str]] = {
    "write": ("写入", "Changed"),
    "read": ("查看", "Looked"),
    "reveal": ("查看完整号码", "Saw in full"),
    "refused": ("被拒绝", "Refused"),
}

CHANNELS: dict[str, tuple[str, str]] = {
    "web": ("网页", "Web"),
    "api": ("接口", "API"),
    "cli": ("命令行", "Command line"),
    "system": ("系统", "System"),
    "demo": ("演示数据", "Demo data"),
    "database": ("数据库", "Database"),
    "import": ("批量导入", "Import"),
    "counter": ("窗口", "Counter"),
    "landlord": ("房东", "Landlord"),
    "employer": ("用工单位", "Employer"),
    "resident": ("本人", "Resident"),
    "grid": ("网格员", "Grid worker"),
    "field": ("外业终端", "Field device"),
    "file": ("批量导入", "Import"),
}

SUBJECTS: dict[str, tuple[str, str]] = {
    "absence": ("请假", "absence"),
    "address": ("地址", "address"),
    "application": ("居住证申请", "application"),
    "batch": ("批次", "batch"),
    "area": ("区划代码", "area code"),
    "building": ("楼栋", "building"),
    "campaign": ("集中登记", "campaign"),
    "card": ("卡片", "card"),
    "centre": ("制卡中心", "production centre"),
    "credential": ("电子凭证", "credential"),
    "declaration": ("申报", "declaration"),
    "employer": ("单位", "employer"),
    "service_day": ("单位服务日", "service day"),
    "site": ("单位场所", "site"),
    "entitlement": ("权益", "entitlement"),
    "export": ("导出的文件", "exported file"),
    "field_operation": ("外业记录", "entry from the field"),
    "grid": ("网格", "grid"),
    "grid_edit": ("网格改动", "change of grids"),
    "task": ("上门任务", "task at a home"),
    "home": ("房屋", "home"),
    "inspection": ("安全检查", "inspection"),
    "invitation": ("邀请", "invitation"),
    "listing": ("房源", "vacancy"),
    "listing_decision": ("对存疑房源的处理", "decision about doubtful vacancies"),
    "enquiry": ("找房留言", "messages about a vacancy"),
    "search": ("保存的找房条件", "saved search for a home"),
    "key": ("密钥", "key"),
    "merge": ("合并", "merge"),
    "merge_request": ("合并申请", "request to merge"),
    "permit": ("居住证", "permit"),
    "person": ("人员", "person"),
    "name_picture": ("姓名图像", "picture of a name"),
    "production_batch": ("制卡批次", "production batch"),
    "proof": ("证明", "proof"),
    "rental": ("租赁备案", "rental on file"),
    "review": ("待核问题", "question"),
    "posting": ("岗位", "posting"),
    "shift": ("班次", "shift"),
    "station": ("服务站", "service station"),
    "stay": ("居住", "stay"),
    "table": ("数据表", "table"),
    "trail": ("审计记录", "audit trail"),
    "user": ("账号", "account"),
}

REASONS: dict[str, tuple[str, str]] = {
    "audit_seal_unlinked": (
        "第 {seal} 号封条接不上第 {after} 号封条：其间的封条被删除、改号或换过。",
        "Seal {seal} does not follow seal {after}: a seal between them was removed, renumbered or replaced.",
    ),
    "audit_seal_altered": ("第 {seal} 号封条的内容被改动过。", "Seal {seal} was altered."),
    "audit_anchor_differs": (
        "第 {seal} 号封条与另处留存的不一致：这条链从此处或更早处被重写过。",
        "Seal {seal} differs from the copy noted elsewhere: the chain was rewritten there or earlier.",
    ),
    "audit_entry_altered": (
        "第 {entry} 条记录写入后被改动过（封条 {seal}）。",
        "Entry {entry} was altered after it was written (seal {seal}).",
    ),
    "audit_entries_missing": (
        "第 {seal} 号封条下应有 {expected} 条记录，现只有 {found} 条：有记录被删除。",
        "Seal {seal} covers {expected} entries but only {found} are there: entries were deleted.",
    ),
    "audit_entries_added": (
        "第 {seal} 号封条下应有 {expected} 条记录，现有 {found} 条：有记录是事后塞入的。",
        "Seal {seal} covers {expected} entries but {found} are there: entries were slipped in later.",
    ),
    "audit_entries_replaced": (
        "第 {seal} 号封条下的记录连同其摘要被换过。",
        "Entries under seal {seal} were replaced together with their hashes.",
    ),
    "audit_chain_cut": (
        "另处留存的第 {seal} 号封条已不在链上（链尾现为第 {head} 号）：链的末尾被截去。",
        "Seal {seal}, noted elsewhere, is gone (the chain now ends at {head}): its end was cut off.",
    ),
}
