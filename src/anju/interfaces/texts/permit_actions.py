"""What was done about permits and their applications, in groups of `actions`: action → (Chinese, English)."""

from __future__ import annotations

from anju.interfaces.texts.labels import Table

APPLICATION: Table = {
    "permit.application_moved": ("申请期间搬了住处", "Applicant moved meanwhile"),
    "permit.apply": ("提出居住证申请", "Application begun"),
    "permit.confirm": ("本人同意单位代填的申请", "Employer's entry confirmed by the person"),
    "permit.decline": ("本人不同意单位代填的申请", "Employer's entry declined by the person"),
    "permit.paper": ("申请材料", "Supporting document of an application"),
    "permit.paper_removed": ("撤下申请材料", "Supporting document removed"),
    "permit.accept": ("受理申请", "Application accepted"),
    "permit.missing": ("一次性告知补正", "Missing documents requested"),
    "permit.missing_again": ("再次告知补正", "Missing documents requested again"),
    "permit.agree": ("审批：同意", "Decision: yes"),
    "permit.refuse": ("审批：不同意", "Decision: no"),
    "permit.withdrawn": ("撤回申请或收回居住证", "Application or permit withdrawn"),
    "permit.lapsed": ("申请逾期失效", "Application lapsed"),
    "permit.reopen": ("恢复因合并结束的申请", "Application ended by a merge taken up again"),
    "permit.join": ("申请随档案合并转入", "Application followed a merge of records"),
    "permit.part": ("申请随合并撤销转回", "Application went back with a parted record"),
    "permit.counter": ("窗口受理申请页面", "Taking in an application at the counter"),
    "permit.application": ("申请详情", "One application"),
    "permit.list": ("申请名单", "List of applications"),
    "permit.sheet": ("申请名单（导出）", "List of applications (exported)"),
}
PERMIT: Table = {
    "permit.created": ("准予签发居住证", "Issue of a permit approved"),
    "permit.imported": ("旧系统居住证转入", "Permit taken over from an older register"),
    "permit.made": ("居住证制成生效", "Permit made, in force"),
    "permit.delivered": ("居住证交付持证人", "Permit handed to the holder"),
    "permit.reminded": ("提醒签注", "Reminded to endorse"),
    "permit.endorsed": ("居住证签注", "Permit endorsed"),
    "permit.suspended": ("逾期未签注，功能中止", "Not endorsed in time, suspended"),
    "permit.restored": ("补签注，功能恢复", "Endorsed late, restored"),
    "permit.moved": ("居住证住址变更", "Address on the permit changed"),
    "permit.card_ordered": ("换（补）发卡片", "New card ordered"),
    "permit.lost": ("居住证挂失", "Permit reported lost"),
    "permit.found": ("居住证找回", "Permit found again"),
    "permit.replaced": ("补发的卡片制成", "Replacement card made"),
    "permit.expired": ("居住证到期", "Permit expired"),
    "permit.cancelled": ("居住证注销", "Permit cancelled"),
    "permit.undone": ("撤销收回或注销，恢复居住证", "Withdrawal or cancellation taken back"),
    "permits.holder": ("居住证转到另一份档案", "Permit moved to another record"),
}
DIGITAL: Table = {
    "permit.shown": ("出示电子居住证", "Digital permit shown"),
    "permit.wallet": ("签发到电子钱包", "Issued to a wallet"),
    "permit.printed": ("签发卡面二维码", "Code on the card issued"),
    "permit.pin.set": ("设置出示密码", "Holder's PIN set"),
    "credential.withdrawn": ("注销电子凭证", "Credential withdrawn"),
}
CARD: Table = {
    "permits.prepared": ("编制制卡批次", "Production batch prepared"),
    "permits.batch_cancelled": ("取消制卡批次", "Production batch cancelled"),
    "permits.exported": ("制卡批次导出", "Production batch exported"),
    "permits.results": ("录入制卡结果", "Production results entered"),
    "permits.trust_centre": ("登记可信制卡中心", "Production centre trusted"),
    "permits.print": ("本地打印的证面", "Face of a card, to be printed here"),
    "permits.card_completed": ("补全卡片资料", "Card completed"),
    "permits.code_again": ("重发领取码", "Collection code sent again"),
    "permits.hand_over": ("交付卡片", "Handing over a card"),
    "permits.posted": ("邮寄卡片", "Card posted"),
    "permits.forgotten": ("到期清除卡片资料", "Card's data erased in time"),
}
ELIGIBILITY: Table = {
    "entitlement.recompute": ("重新计算居住证资格", "Entitlement worked out anew"),
    "entitlement.invite": ("通知可以申领居住证", "Notified of eligibility for a permit"),
    "proof.record": ("录入资格证明", "Proof of a fact entered"),
    "proof.withdraw": ("撤回资格证明", "Proof of a fact withdrawn"),
    "permit.ask": ("部门核验持证人权益", "Department's question about an entitlement"),
}
