"""What was done, for who reads the trail: action → (Chinese, English), in the groups an auditor looks for.

The trail says beside each action whether it was a change or a look. So changes read as doings, looks as what was looked
at; an action that is both reads as a thing. No two read alike.
"""
# ruff: noqa: E501 - word tables read better as blocks than one word a line

from __future__ import annotations

from anju.interfaces.words.labels import Words

GROUPS: Words = {
    "register": ("登记", "Register"), "import": ("批量导入", "Imports"), "place": ("房屋与单位", "Homes and employers"),
    "invitation": ("租客邀请", "Invitations"), "application": ("居住证申请", "Permit applications"), "permit": ("居住证", "Permits"),
    "digital": ("电子居住证", "Digital permits"), "card": ("制卡与交付", "Making and handing over cards"),
    "entitlement": ("资格与权益", "Entitlements"), "account": ("账号与权限", "Accounts and rights"), "key": ("密钥", "Keys"),
    "office": ("办公页面", "Pages of the office"), "counter": ("窗口页面", "Pages of the counter"),
    "public": ("本人、房东与单位的页面", "Pages of residents, landlords and employers"), "api": ("接口查询", "Asked over the API"),
    "trail": ("审计", "Audit"),
}

BY_GROUP: dict[str, Words] = {
    "register": {
        "register.declare": ("申报入册", "Declaration entered"), "register.family": ("登记家庭关系", "Family entered"),
        "register.decide": ("处理待核问题", "Question decided"), "register.undecide": ("撤回对待核问题的处理", "Decision of a question taken back"), "register.correct": ("更正登记内容", "Record corrected"),
        "register.take_back": ("本人撤回申报", "Own declaration taken back"), "register.contest": ("本人对登记提出异议", "Record contested by the person"),
        "people.name_picture": ("保存姓名图像", "Picture of a name kept"), "people.name_picture_removed": ("删除姓名图像", "Picture of a name removed"),
        "register.merge": ("合并重复档案", "Records merged"), "register.unmerge": ("撤销档案合并", "Merge of records taken back"),
        "register.merge_ask": ("提请合并互相矛盾的档案", "Merge of contradicting records asked for"),
        "register.merge_approve": ("批准合并互相矛盾的档案", "Merge of contradicting records approved"),
        "register.merge_refuse": ("不批准合并档案", "Merge of contradicting records refused"),
        "register.undo": ("撤销整批登记", "Batch taken back"),
        "register.restore": ("从备份恢复登记库", "Register restored from a backup"),
    },
    "import": {
        "import.receive": ("上传名单", "List uploaded"), "import.mend": ("修改上传的名单", "Uploaded list corrected"),
        "import.leavers": ("确认离职人员", "Leavers confirmed"), "import.apply": ("名单写入登记", "List applied"),
        "import.preview": ("名单预览", "Preview of a list"), "import.problems": ("名单的退回行（导出）", "Refused rows of a list (exported)"),
        "import.reveal": ("查看名单中的完整号码", "Full numbers of a list seen"),
    },
    "place": {
        "places.enter_home": ("录入房屋", "Home entered"), "register.addresses": ("合并或拆开地址", "Addresses joined or parted"),
        "register.addresses_undone": ("撤销地址的合并或拆开", "Joining or parting of addresses taken back"), "regions.add_area": ("补录区划代码", "Area code added"), "places.alias": ("记下地址别名", "Other name of an address noted"),
        "places.verify": ("核实楼栋", "Building verified"), "places.join": ("楼栋并入已有楼栋", "Building joined to one on file"),
        "home.propose": ("房东申报房间", "Rooms entered by the landlord"),
        "employer.contact_add": ("添加单位联系人", "Employer's contact added"), "employer.contact_remove": ("移除单位联系人", "Employer's contact removed"),
    },
    "invitation": {
        "invitation.make": ("发出租客邀请", "Tenant invited"), "invitation.revoke": ("收回租客邀请", "Invitation taken back"),
        "invitation.use": ("租客邀请被使用", "Invitation used"),
    },
    "application": {
        "permit.application_moved": ("申请期间搬了住处", "Applicant moved meanwhile"),
        "permit.apply": ("提出居住证申请", "Application begun"),
        "permit.confirm": ("本人同意单位代填的申请", "Employer's entry confirmed by the person"), "permit.decline": ("本人不同意单位代填的申请", "Employer's entry declined by the person"),
        "permit.paper": ("申请材料", "Paper of an application"), "permit.paper_removed": ("撤下申请材料", "Paper taken back"),
        "permit.accept": ("受理申请", "Application accepted"), "permit.missing": ("一次性告知补正", "Told what is missing"),
        "permit.missing_again": ("再次告知补正", "Told once more what is missing"),
        "permit.agree": ("审批：同意", "Decision: yes"), "permit.refuse": ("审批：不同意", "Decision: no"),
        "permit.withdrawn": ("撤回申请或收回居住证", "Application or permit withdrawn"), "permit.lapsed": ("申请逾期失效", "Application lapsed"),
        "permit.reopen": ("恢复因合并结束的申请", "Application ended by a merge taken up again"),
        "permit.join": ("申请随档案合并转入", "Application followed a merge of records"), "permit.part": ("申请随合并撤销转回", "Application went back with a parted record"),
        "permit.counter": ("窗口受理申请页面", "Taking in an application at the counter"), "permit.application": ("申请详情", "One application"),
        "permit.list": ("申请名单", "List of applications"), "permit.sheet": ("申请名单（导出）", "List of applications (exported)"),
    },
    "permit": {
        "permit.created": ("准予签发居住证", "Issue of a permit approved"), "permit.imported": ("旧系统居住证转入", "Permit taken over from an older register"),
        "permit.made": ("居住证制成生效", "Permit made, in force"), "permit.delivered": ("居住证交付持证人", "Permit handed to the holder"),
        "permit.reminded": ("提醒签注", "Reminded to endorse"), "permit.endorsed": ("居住证签注", "Permit endorsed"),
        "permit.suspended": ("逾期未签注，功能中止", "Not endorsed in time, suspended"), "permit.restored": ("补签注，功能恢复", "Endorsed late, restored"),
        "permit.moved": ("居住证住址变更", "Address on the permit changed"), "permit.card_ordered": ("换（补）发卡片", "New card ordered"),
        "permit.lost": ("居住证挂失", "Permit reported lost"), "permit.found": ("居住证找回", "Permit found again"),
        "permit.replaced": ("补发的卡片制成", "Replacement card made"), "permit.expired": ("居住证到期", "Permit expired"),
        "permit.cancelled": ("居住证注销", "Permit cancelled"), "permit.undone": ("撤销收回或注销，恢复居住证", "Withdrawal or cancellation taken back"),
        "permits.holder": ("居住证转到另一份档案", "Permit moved to another record"),
    },
    "digital": {
        "permit.shown": ("出示电子居住证", "Digital permit shown"), "permit.wallet": ("签发到电子钱包", "Issued to a wallet"),
        "permit.printed": ("签发卡面二维码", "Code on the card issued"), "permit.pin.set": ("设置出示密码", "Holder's PIN set"),
        "credential.withdrawn": ("注销电子凭证", "Credential withdrawn"),
    },
    "card": {
        "permits.prepared": ("编制制卡批次", "Production batch prepared"), "permits.batch_cancelled": ("取消制卡批次", "Production batch cancelled"),
        "permits.exported": ("制卡批次导出", "Production batch exported"), "permits.results": ("录入制卡结果", "Production results entered"),
        "permits.trust_centre": ("登记可信制卡中心", "Production centre trusted"), "permits.print": ("本地打印的证面", "Face of a card, to be printed here"),
        "permits.card_completed": ("补全卡片资料", "Card completed"), "permits.code_again": ("重发领取码", "Collection code sent again"),
        "permits.hand_over": ("交付卡片", "Handing over a card"), "permits.posted": ("邮寄卡片", "Card posted"),
        "permits.forgotten": ("到期清除卡片资料", "Card's data erased in time"),
    },
    "entitlement": {
        "entitlement.recompute": ("重新计算居住证资格", "Entitlement worked out anew"), "entitlement.invite": ("通知可以申领居住证", "Told of the entitlement to a permit"),
        "proof.record": ("录入资格证明", "Proof of a fact entered"), "proof.withdraw": ("撤回资格证明", "Proof of a fact withdrawn"),
        "permit.ask": ("部门核验持证人权益", "Department's question about an entitlement"),
    },
    "account": {
        "user.create": ("开立账号", "Account made"), "user.sign_in": ("登录", "Signed in"), "user.end_sessions": ("结束其他登录", "Other sessions ended"), "user.open": ("重新启用账号", "Account reopened"),
        "user.close": ("停用账号", "Account closed"), "user.password": ("重设密码", "Password set"),
        "user.tie": ("账号关联本人档案", "Account tied to a record"), "user.untie": ("解除账号关联", "Account untied from a record"),
        "user.tie_moved": ("账号随档案合并转移", "Account followed a merge of records"),
        "grant.ask": ("申请授予角色", "Role asked for"), "grant.approve": ("批准授予角色", "Role approved"),
        "grant.refuse": ("不批准授予角色", "Role request refused"),
        "grant.give": ("授予角色", "Role given"), "grant.revoke": ("收回角色", "Role taken away"),
        "token.issue": ("签发接口令牌", "API token issued"), "token.revoke": ("收回接口令牌", "API token revoked"),
    },
    "key": {
        "key.made": ("建立密钥", "Key made"), "key.used": ("使用密钥", "Key used"), "key.exported": ("导出卡片密钥", "Card keys exported"),
        "key.activate.asked": ("申请启用密钥", "Activation of a key asked"), "key.activate.approved": ("批准启用密钥", "Activation of a key approved"),
        "key.activate.refused": ("不批准启用密钥", "Activation of a key refused"),
        "key.rotate.asked": ("申请轮换密钥", "Rotation of a key asked"), "key.rotate.approved": ("批准轮换密钥", "Rotation of a key approved"),
        "key.rotate.refused": ("不批准轮换密钥", "Rotation of a key refused"),
        "key.export.asked": ("申请导出密钥", "Export of card keys asked"), "key.export.approved": ("批准导出密钥", "Export of card keys approved"),
        "key.export.refused": ("不批准导出密钥", "Export of card keys refused"),
        "key.destroy.asked": ("申请销毁密钥", "Destruction of a key asked"), "key.destroy.approved": ("批准销毁密钥", "Destruction of a key approved"),
        "key.destroy.refused": ("不批准销毁密钥", "Destruction of a key refused"),
    },
    "office": {
        "office.search": ("搜索结果", "What a search found"),
        "office.search_sheet": ("搜索结果（导出）", "What a search found (exported)"), "office.person": ("人员档案", "A person's record"),
        "office.person_print": ("人员档案（打印）", "A person's record (printed)"), "office.reveal": ("档案中的完整号码", "Full number on a record"),
        "person.reveal": ("完整的证件号或电话", "Full document or phone number"), "person.view": ("人员档案（演示数据）", "A person's record (demo data)"),
        "office.looked": ("查看记录", "Who looked at a person"), "office.correct": ("更正人员信息页面", "Correcting a person's record"),
        "office.name_pictures": ("姓名图像页面", "Pictures of a person's name"), "office.name_picture": ("姓名图像", "Picture of a name"),
        "office.people": ("居住人员名单", "List of residents"), "office.people_sheet": ("居住人员名单（导出）", "List of residents (exported)"),
        "office.home": ("房屋与住户", "A home and who lives there"), "office.employer": ("单位与职工", "An employer and who works there"),
        "review.list": ("待核问题名单", "List of questions"), "review.one": ("待核问题详情", "One question"),
        "merge.list": ("疑似重复名单", "Likely duplicates"), "merge.compare": ("两份档案对照", "Two records side by side"),
        "merge.search": ("合并档案时查找人员", "People found for a merge"),
        "office.permit": ("居住证详情", "One permit"), "office.permits": ("居住证名单", "List of permits"),
        "office.permits_sheet": ("居住证名单（导出）", "List of permits (exported)"), "office.permits_counted": ("居住证统计背后的名单", "People behind a figure of permits"),
        "office.permits_counted_sheet": ("居住证统计背后的名单（导出）", "People behind a figure of permits (exported)"),
        "office.production": ("制卡批次详情", "One production batch"), "office.cards": ("待制作、待领取卡片名单", "List of cards to be made or collected"),
    },
    "counter": {
        "counter.form": ("受理表单", "The counter's form"), "counter.number": ("按证件号查人", "Looked up by document number"),
        "counter.done": ("受理结果", "Result of a form"), "counter.receipt": ("登记回执", "Receipt"),
        "counter.leave": ("办理离开页面", "Entering a move out"), "counter.correct": ("更正居住经历页面", "Correcting a stay"),
        "counter.tie": ("关联手机账号页面", "Tying a phone to a record"),
    },
    "public": {
        "own.record": ("本人登记内容", "Own record"), "own.entitlement": ("本人居住证资格", "Own entitlement"),
        "own.permit": ("本人居住证", "Own permit"), "own.points": ("本人积分试算", "Own trial of points"),
        "landlord.waiting": ("待房东确认的申报", "Declarations a landlord is asked about"),
        "landlord.room": ("房间与租客", "A room and its tenants"), "landlord.list": ("租客名单（导出）", "List of tenants (exported)"),
        "employer.workers": ("在职人员名单", "List of workers"), "employer.workers_file": ("在职人员名单（导出）", "List of workers (exported)"),
        "employer.permits": ("单位代办居住证页面", "Permits entered by the employer"),
    },
    "api": {
        "api.people.find": ("接口：查找人员", "API: people found"), "api.people.one": ("接口：人员信息", "API: a person"),
        "api.people.stays": ("接口：居住经历", "API: a person's stays"), "api.people.jobs": ("接口：工作经历", "API: a person's jobs"), "api.people.entitlement": ("接口：居住证资格", "API: entitlement to a permit"),
        "api.homes.occupants": ("接口：房屋住户", "API: who lives in a home"), "api.reviews": ("接口：待核问题", "API: open questions"),
        "api.imports.difference": ("接口：名单变化", "API: what a list changes"), "api.permits.one": ("接口：居住证状态", "API: state of a permit"),
        "api.applications": ("接口：申请名单", "API: list of applications"), "api.application": ("接口：申请详情", "API: one application"),
        "api.outlook": ("接口：申请条件", "API: what an application needs"),
    },
    "trail": {
        "office.trail": ("一个人的审计记录", "One person's trail"), "office.trail_sheet": ("导出审计记录", "Trail exported"),
        "audit.maintenance": ("数据库维护审计表", "Trail's tables maintained in the database"),
    },
}

EARLIER = frozenset({"office.reveal"})
"""Actions that earlier versions wrote and this one does not: their lines are still read."""

ACTIONS: Words = {action: pair for some in BY_GROUP.values() for action, pair in some.items()}
"""All of them. Installations of earlier versions may hold others; those show as they are."""
