"""Applying for a residence permit, in words: (Chinese, English). What is wrong, and what to do."""
# ruff: noqa: E501 - word tables read better as blocks than one word a line

from __future__ import annotations

from anju.interfaces.texts.labels import Table

STATES: Table = {
    "draft": ("填写中", "Being filled in"),
    "confirming": ("等本人同意", "Waiting for the person's consent"),
    "incomplete": ("待补材料", "Something is missing"),
    "deciding": ("办理中", "Being decided"),
    "approved": ("已批准", "Approved"),
    "refused": ("未获批准", "Refused"),
    "withdrawn": ("已撤回", "Withdrawn"),
    "lapsed": ("逾期终止", "Lapsed"),
}
STAGES: Table = {
    "community": ("社区", "Community"),
    "street": ("街道", "Street office"),
    "station": ("制证派出所", "Issuing station"),
}
CHANNELS: Table = {
    "phone": ("本人手机", "Own phone"),
    "counter": ("窗口", "Counter"),
    "employer": ("用工单位", "Employer"),
    "system": ("系统", "System"),
}
DECISIONS: Table = {"agree": ("同意", "Agreed"), "refuse": ("不同意", "Against")}
PROXIES: Table = {
    "under_16": ("未满 16 周岁", "Under 16"),
    "elderly": ("老年人行动不便", "Elderly, limited mobility"),
    "disabled": ("残疾人行动不便", "Disabled, limited mobility"),
}
PROXY_IDENTITY: Table = {
    "register": ("登记中已有", "Held in the register"),
    "account": ("本人账号已核验", "Account with a proved identity"),
    "shown": ("窗口当面出示", "Shown at the counter"),
    "": ("未出示", "Not shown"),
}
MET: Table = {
    "register": ("登记中已有，不用再交", "In the register already"),
    "paper": ("已交材料", "Submitted"),
    "shown": ("已当面出示", "Shown in person"),
    "account": ("账号已核验", "Proved by the account"),
    "": ("还缺", "Missing"),
}
SUPPORTING_DOCUMENTS: Table = {
    "photo": ("证件照", "Photograph for the card"),
    "identity": ("身份证明", "Identity document"),
    "proxy_identity": ("代办人身份证明", "Proxy's identity document"),
    "proxy_tie": ("监护或亲属关系证明", "Proof of guardianship or kinship"),
    "home": (
        "住所证明（租赁合同、房产证、借住证明）",
        "Proof of dwelling (lease, deed, lodging statement)",
    ),
    "job": (
        "就业证明（劳动合同、单位证明、营业执照）",
        "Proof of job (contract, employer's statement, business licence)",
    ),
    "school": (
        "就读证明（学生证、学校证明）",
        "Proof of schooling (student card, school's statement)",
    ),
    "other": ("其他证明", "Other proof"),
}
NEEDS: Table = {
    "identity": ("身份证明", "Identity"),
    "proxy_identity": ("代办人身份", "The proxy's identity"),
    "proxy_tie": ("代办人与申请人的关系", "The proxy's relationship to the applicant"),
    "photo": ("证件照", "A photograph for the card"),
    "condition": (
        "稳定就业、稳定住所、连续就读三者之一",
        "One of a stable job, a stable dwelling, continuous schooling",
    ),
    "registered_stay": ("在本市居住登记满半年", "Registered stay of half a year in this city"),
    "stable_job": ("稳定就业", "Stable job"),
    "stable_home": ("稳定住所", "Stable dwelling"),
    "schooling": ("连续就读", "Continuous schooling"),
    "insurance": ("社会保险", "Social insurance"),
    "marriage": ("与本地居民结婚", "Married to a local resident"),
    "foreign": (
        "居住证发给中国公民；外国人持停留居留证件",
        "The permit is for citizens; foreigners hold a residence document",
    ),
    "local_hukou": (
        "户籍已在本市，不需要居住证",
        "Registered at home in this very city: no permit is needed",
    ),
}
"""What an application needs, and what the eligibility engine proves."""
REFUSALS: Table = {
    "stay_short": ("在本市居住登记未满半年", "Less than half a year of registered stay"),
    "no_condition": (
        "不具备稳定就业、稳定住所、连续就读任一条件",
        "None of stable job, stable dwelling, continuous schooling",
    ),
    "local_hukou": ("户籍在本市", "Registered at home in this city"),
    "permit_elsewhere": ("已持有本省其他地方的有效居住证", "Holds a valid permit elsewhere"),
    "identity_unproved": ("身份未能证实", "The identity could not be proved"),
    "papers_unproved": ("补交的材料仍不能证明", "What was submitted does not prove it"),
    "papers_false": ("材料虚假", "False documents"),
    "other": ("其他（须写明）", "Other (say which)"),
}
REASONS: dict[str, tuple[str, str]] = {
    "application_unknown": (
        "没有这件申请，或不在您的范围内。",
        "There is no such application in your care.",
    ),
    "application_changed": (
        "申请 {number} 刚刚有变化，请看过最新内容再决定。",
        "Application {number} has just changed. Look at it again before you decide.",
    ),
    "application_decided": (
        "{by} 刚刚已经处理了这件申请，您的意见没有记入。",
        "{by} has just decided on this application; your decision was not recorded.",
    ),
    "application_moved": (
        "申请 {number} 的申请人刚刚搬了住处，请看过新住处再决定。",
        "The applicant of {number} has just moved. Look at the new home before you decide.",
    ),
    "not_entitled_now": (
        "按今天的住处和规定，申请 {number} 还缺条件：{codes}。可以不予批准并写明理由，或告知申请人补材料。",
        "By today's place and rules application {number} lacks: {codes}. Refuse it with reasons, or request the missing documents.",
    ),
    "application_closed": (
        "申请 {number} 已经办结或终止，不能再改。",
        "Application {number} is closed and cannot be changed.",
    ),
    "application_state": (
        "申请 {number} 现在不能这样办。",
        "This cannot be done with application {number} now.",
    ),
    "application_not_deciding": ("现在不在审核中。", "It is not being decided now."),
    "not_your_desk": (
        "现在轮到别的环节，不由您办理。",
        "The application is at another stage; it is not yours to decide.",
    ),
    "own_application": ("不能审核自己的申请。", "Nobody decides on their own application."),
    "four_eyes_same": (
        "您已经表过态，须由另一位同事复核。",
        "You have spoken already; a colleague must be the second.",
    ),
    "stage_same_person": (
        "这件申请您已在前一环节作过决定，后面的环节须由另一位同事决定。",
        "You decided an earlier stage of this application; another person decides the later ones.",
    ),
    "four_eyes_entered": (
        "这件申请由您受理，须由别的同事审核。",
        "You took this application in; colleagues must decide.",
    ),
    "reasons_missing": (
        "不同意须选明理由，申请人会看到。",
        "Choose the reasons; the applicant will read them.",
    ),
    "reason_unknown": ("不认识的理由：{reason}", "Unknown reason: {reason}"),
    "paper_kind_missing": ("请选明要补哪一种材料。", "Choose which document is to be submitted."),
    "notice_given_already": (
        "已经一次性告知过，不能再要别的材料。",
        "Everything missing was requested once already; nothing else may be requested.",
    ),
    "still_missing": ("告知的材料还没有补齐。", "Not everything the notice names has come."),
    "not_entitled_yet": (
        "还不到可以申请的时候，到 {since} 条件就满了。",
        "Not yet: the conditions are met on {since}.",
    ),
    "home_not_registered": (
        "还没有居住登记。请先登记居住，再办居住证。",
        "There is no registered home yet. Register your stay first.",
    ),
    "needs_guardian": (
        "未满 16 周岁，由监护人或近亲属代办。",
        "Under 16: a guardian or close relative applies.",
    ),
    "needs_confirmation": ("须本人同意后才能提交。", "The person must consent first."),
    "only_the_person": ("只有本人可以同意或拒绝。", "Only the person can say yes or no."),
    "confirm_late": (
        "同意的期限已过，可以自己重新申请。",
        "It is too late to agree; you may apply yourself.",
    ),
    "link_void": ("这个链接已失效，或不是给您的。", "This link is no longer good, or not for you."),
    "proxy_not_shown": (
        "代办须当面出示双方的身份证明，并逐一勾选。",
        "Both identity documents must be shown, and each ticked.",
    ),
    "proxy_name_missing": ("请填写代办人姓名。", "Enter the proxy's name."),
    "proxy_not_needed": (
        "申请人 {age} 岁，与所选代办原因不符。",
        "The person is {age}: the reason for a proxy does not fit.",
    ),
    "proxy_is_person": ("代办人不能是申请人自己。", "The proxy cannot be the person."),
    "ethnicity_missing": (
        "请选择民族，它要印在证上。",
        "Choose the ethnicity; it is printed on the card.",
    ),
    "ethnicity_unknown": ("请选择民族。", "Choose the ethnicity."),
    "paper_unknown": (
        "没有这份材料，或不在您的范围内。",
        "There is no such document in your area.",
    ),
    "paper_gone": (
        "这份材料用途已完，已按规定删除。",
        "This document was deleted: its purpose has ended.",
    ),
    "paper_empty": ("文件是空的，请重新拍照。", "The file is empty. Take the picture again."),
    "paper_too_large": ("文件太大，不能超过 {mb} MB。", "The file is too large: at most {mb} MB."),
    "paper_heic": (
        "这是苹果手机的 HEIC 格式，请在“设置-相机-格式”选“兼容性最佳”再拍，或截图后上传。",
        "This is HEIC. On an iPhone choose Settings, Camera, Formats, Most Compatible; or send a screenshot.",
    ),
    "paper_type": ("只收照片（JPEG、PNG）或 PDF。", "Only photographs (JPEG, PNG) or PDF."),
    "paper_unreadable": (
        "这张图片打不开，请重新拍照。",
        "The picture cannot be read. Take it again.",
    ),
    "paper_pdf_broken": (
        "这个 PDF 不完整或已损坏，打不开。请重新下载或导出，或把纸张拍成照片上传。",
        "This PDF is cut or damaged and cannot be opened. Download or export it again, or send photographs of the pages.",
    ),
    "paper_pdf_heavy": (
        "这个 PDF 太大或太复杂（最多 200 页），无法处理。请只交需要的几页，或把纸张拍成照片上传。",
        "This PDF is too large or too complex (at most 200 pages). Send only the pages that are needed, or photographs of them.",
    ),
    "paper_pdf_locked": (
        "这个 PDF 加了密，不能收。请去掉密码，或把纸张拍成照片上传。",
        "This PDF is encrypted. Remove its password, or send photographs of the pages.",
    ),
    "paper_not_asked": ("告知书里没有要这种材料。", "The notice does not ask for this."),
    "papers_too_many": ("材料最多 {most} 份。", "At most {most} documents."),
    "papers_closed": (
        "正在审核，不能再加材料。",
        "It is being decided; no more documents can be added.",
    ),
    "photo_not_fit": ("照片还不合用：{reasons}", "The photograph will not do yet: {reasons}"),
    "photo_shape": ("请竖着拍", "hold the phone upright"),
    "photo_small": (
        "像素太少，请靠近拍或用原图",
        "too few pixels, come closer or send the original",
    ),
    "photo_background": (
        "背景须是浅色、均匀的一面墙",
        "the background must be one plain, light wall",
    ),
    "photo_blurred": ("不清晰，请拿稳再拍", "not sharp, hold still"),
    "photo_light": ("太暗或太亮", "too dark or too bright"),
}
