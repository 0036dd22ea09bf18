"""Labels of the permit lifecycle: states, transitions, reasons, cards; and the sentences of its refusals."""
# ruff: noqa: E501 - word tables read better as blocks than one word a line

from __future__ import annotations

Table = dict[str, tuple[str, str]]

STATES: Table = {
    "in_making": ("制证中", "being made"),
    "active": ("有效", "in force"),
    "suspended": ("使用功能中止", "functions suspended"),
    "lost": ("已挂失", "reported lost"),
    "withdrawn": ("已收回", "withdrawn"),
    "expired": ("已到期", "expired"),
    "cancelled": ("已注销", "cancelled"),
}
TRANSITIONS: Table = {
    "created": ("准予签发", "issue approved"),
    "imported": ("由旧系统转入", "taken over from an older register"),
    "made": ("制成生效", "made, in force"),
    "delivered": ("交付持证人", "handed to the holder"),
    "reminded": ("提醒签注", "reminded to endorse"),
    "endorsed": ("签注", "endorsed"),
    "suspended": ("逾期未签注，功能中止", "not endorsed in time, suspended"),
    "restored": ("补签注，功能恢复", "endorsed late, restored"),
    "moved": ("住址变更", "address changed"),
    "card_ordered": ("换（补）发卡片", "new card ordered"),
    "lost": ("挂失", "reported lost"),
    "found": ("找回", "found again"),
    "replaced": ("补发的卡片制成", "replacement made"),
    "withdrawn": ("收回", "withdrawn"),
    "expired": ("到期", "expired"),
    "cancelled": ("注销", "cancelled"),
    "undone": ("撤销原决定，恢复", "decision undone"),
}
TRANSITION_REASONS: Table = {
    "first": ("首次制发", "first card"),
    "lost": ("遗失补领", "loss"),
    "damaged": ("损坏换领", "damage"),
    "address": ("住址变更换发", "new address"),
    "corrected": ("登载内容更正", "correction of what is printed"),
    "failed": ("制作失败重制", "making failed"),
    "false_documents": ("凭虚假材料骗领", "obtained by false documents"),
    "lent": ("出租、出借、转让", "lent, rented or transferred"),
    "not_entitled": ("签发时不符合条件", "not eligible when issued"),
    "death": ("持证人死亡", "death of the holder"),
    "local_hukou": ("已取得本地户籍", "holder has local hukou now"),
    "endorsement_refused": ("签注不予办理", "endorsement refused"),
    "left": ("已离开本市", "holder left the city"),
    "own_wish": ("本人申请", "the holder's wish"),
    "merged": ("同一人的证件合并", "merged with the person's other permit"),
    "60": ("提前 60 天", "60 days before"),
    "30": ("提前 30 天", "30 days before"),
    "7": ("提前 7 天", "7 days before"),
}
CARDS: Table = {
    "waiting": ("待制作", "to be made"),
    "batched": ("已送制证中心", "with the production centre"),
    "made": ("已制成，待领取", "made, to be collected"),
    "delivered": ("已交付", "handed over"),
    "failed": ("制作失败", "making failed"),
    "void": ("已作废", "void"),
}
BATCHES: Table = {
    "open": ("待放行", "to be released"),
    "exported": ("已送出，待返回", "sent, not back yet"),
    "returned": ("已返回", "back"),
    "cancelled": ("已取消", "cancelled"),
}
OUTCOMES: Table = {
    "": ("待返回", "not back yet"),
    "made": ("已制成", "made"),
    "failed": ("失败", "failed"),
    "void": ("作废", "void"),
}
WAYS: Table = {
    "pick_up": ("到窗口领取", "collected at the counter"),
    "post": ("邮寄", "by post"),
    "employer": ("由单位转交", "through the employer"),
}
DELIVERIES: Table = {
    "waiting": ("制作中", "being made"),
    "ready": ("可领取", "ready"),
    "handed": ("已交付", "handed over"),
    "returned": ("退回", "came back"),
}
PRINTED: Table = {
    "name": ("姓名", "name"),
    "sex": ("性别", "sex"),
    "ethnicity": ("民族", "ethnicity"),
    "birth_date": ("出生日期", "date of birth"),
    "citizen_number": ("公民身份号码", "citizen number"),
    "hukou_address": ("户籍地址", "hukou address"),
    "residence_address": ("居住地址", "residence address"),
    "authority": ("签发机关", "issuing authority"),
    "issue_date": ("签发日期", "date of issue"),
    "photo": ("相片", "photograph"),
    "name_picture": ("姓名图像（姓名含自造字）", "picture of the name (it has private characters)"),
    "standard_characters": (
        "标准编码的地址（地址含自造字，请先到登记中更正）",
        "an address in standard characters (correct it in the register first)",
    ),
}
MEASURES: Table = {
    "applied": ("申领", "applied"),
    "issued": ("制发", "issued"),
    "on_time": ("按时制发", "issued on time"),
    "endorsed": ("按期签注", "endorsed"),
    "restored": ("补签注", "endorsed late"),
    "suspended": ("中止", "suspended"),
    "cancelled": ("注销、收回、到期", "cancelled, withdrawn, expired"),
}
GAPS: Table = {
    "from_late": (
        "逾期后从补办签注之日起连续计算居住年限",
        "after a missed endorsement, years count continuously from the late one",
    ),
    "left_out": (
        "中止期间不计入居住年限，之前的年限保留",
        "days of suspension are left out; the years before them stay",
    ),
    "from_late_or_return": (
        "从补办签注之日起计算；离开后返回的，从重新登记之日起计算",
        "counted from the late endorsement, or from the new registration of somebody who had left",
    ),
    "": ("居住年限从签发之日起计算", "years count from the day of issue"),
}

REASONS: Table = {
    "permit_unknown": (
        "没有这个居住证，或不在您的范围内。",
        "There is no such permit in your area.",
    ),
    "permit_changed": (
        "居住证 {number} 刚被别人改动，请刷新后再办。",
        "Permit {number} was changed meanwhile. Open it again.",
    ),
    "permit_turn": (
        "居住证目前的状态（{before}）不能这样办理。",
        "A permit in this state ({before}) does not allow this change.",
    ),
    "permit_reason": ("请从列出的理由中选择一项。", "Choose one of the reasons listed."),
    "permit_live": ("此人已有居住证 {number}。", "This person holds permit {number} already."),
    "permit_number_form": (
        "居住证编号应为 17 位数字（末位可为 X），请核对。",
        "A permit number has 17 digits (the last may be X). Check it.",
    ),
    "permit_number_check": (
        "居住证编号的校验位不对，至少有一位写错，请核对。",
        "The permit number's check character does not fit: at least one digit is wrong.",
    ),
    "endorse_early": (
        "还不到签注的时候，{opens} 起可以办理。",
        "It is too early: you can endorse from {opens}.",
    ),
    "endorse_none": ("这种证件不需要签注。", "This kind of permit is not endorsed."),
    "endorse_away": (
        "登记中没有您在本市的住处。请先登记现住址，再办签注。",
        "The register knows no home of yours in this city. Register your address first, then endorse.",
    ),
    "card_replaced": (
        "已经申请补领，原卡找到后请交回窗口。",
        "A new card was ordered already; return the old one at the counter.",
    ),
    "card_ended": (
        "原卡已随居住证终止而作废，找到后不能再用。请申请补领。",
        "The old card became void when the permit ended and is not used again. Order a new one.",
    ),
    "card_not_lost": ("请先挂失，再补领。", "Report the loss first, then ask for a new card."),
    "card_under_way": (
        "已有一张卡片正在制作（居住证 {number}），制成后再办。",
        "A card of permit {number} is being made; wait until it is back.",
    ),
    "card_none_waiting": ("没有待制作的卡片。", "No card waits to be made."),
    "card_incomplete": ("卡片还缺：{fields}。补齐后才能制作。", "The card still lacks: {fields}."),
    "batch_card_incomplete": (
        "居住证 {number} 的卡片还缺：{fields}。请补齐后放行，或取消这个批次重新备批。",
        "The card of permit {number} lacks: {fields}. Complete it and release the batch, or cancel the batch and prepare another.",
    ),
    "card_void": ("这张卡片已作废，不能再打印。", "This card is void and is not printed any more."),
    "card_not_ready": (
        "卡片还没有制好，或已经交付。",
        "The card is not ready, or was handed over already.",
    ),
    "proof_missing": (
        "请输入取证码，或登记出示的证件。",
        "Enter the pick-up code, or say which document was shown.",
    ),
    "serial_missing": ("请扫描空白卡上的序号。", "Scan the serial number of the blank."),
    "serial_twice": ("这个卡片序号已经用过，请核对。", "This serial was used before. Check it."),
    "photo_gone": (
        "相片已删除或损坏，请重新采集。",
        "The photograph is gone or damaged; take it again.",
    ),
    "card_text_too_long": (
        "登载的文字太长，放不下。请到登记中改短地址。",
        "The text does not fit on the card. Shorten the address in the register.",
    ),
    "card_fonts_missing": (
        "服务器上没有中文字体，不能制卡。请安装字体（Debian：fonts-noto-cjk）后再试。",
        "The server has no Chinese font, so cards cannot be set. Install one (Debian: fonts-noto-cjk) and try again.",
    ),
    "name_not_printable": (
        "姓名中的这些字打印出来会是空框或别的字：{characters}。没有打印。请打开此人的档案，点“姓名图像”，上传姓名的图片（扫描件或字形图片），再打印；还没有入册的人，先处理待核问题。标准编码的字也可以请管理员在服务器上以 root 运行 ./anju fonts 安装字体。",
        "These characters of a name would print as boxes or as others: {characters}. Nothing was printed. Open the person's record, choose Picture of the name, upload a picture of the written name (a scan, or the glyph), and print again; decide the open question first for somebody who is on no record yet. For standard characters the administrator can also run ./anju fonts as root on the server.",
    ),
    "text_not_printable": (
        "这些字服务器上的字体没有，打印出来会是空框或别的字：{characters}。没有打印。请管理员在服务器上以 root 运行 ./anju fonts（安装含生僻字的字体：fonts-hanazono、fonts-babelstone-han、fonts-noto-core）并重启服务后再打印；自造字请改用标准编码。",
        "The server's fonts lack these characters, which would print as boxes or as others: {characters}. Nothing was printed. Have the administrator run ./anju fonts as root on the server (it installs fonts-hanazono, fonts-babelstone-han, fonts-noto-core), restart the service and print again; replace private characters by standard ones.",
    ),
    "date_in_future": ("日期不能晚于今天。", "The day cannot be in the future."),
    "undo_not_possible": (
        "这个决定不能这样撤销。到期的不能恢复；合并的请撤销合并。",
        "This decision cannot be undone here. An expiry is final; undo a merge instead.",
    ),
    "merge_same_person": (
        "这两个证件已在同一人名下。",
        "Both permits belong to one record already.",
    ),
    "merge_ended": (
        "其中一个证件已经终止，不需要合并。",
        "One of the permits has ended; there is nothing to merge.",
    ),
    "batch_empty": (
        "没有可以送制的卡片：没有待制作的，或都还缺材料。",
        "No card can go: none waits, or all still lack something.",
    ),
    "batch_left": (
        "批次 {code} 已经送出，不能拆开。",
        "Batch {code} has left and cannot be taken apart.",
    ),
    "batch_returned": (
        "批次 {code} 已经返回或取消。",
        "Batch {code} is back already, or was cancelled.",
    ),
    "two_people": (
        "批次 {code} 须由另一人放行：准备和放行不能是同一人。",
        "Batch {code} must be released by somebody other than who prepared it.",
    ),
    "parcel_unreadable": (
        "文件无法读取：不是制证中心的返回文件，或已损坏。",
        "The file cannot be read: it is no file of a production centre, or it is damaged.",
    ),
    "parcel_too_large": ("文件太大，不予打开。", "The file is too large and is not opened."),
    "parcel_form": ("这不是制证结果文件（{form}）。", "This is not a file of results ({form})."),
    "parcel_signature": (
        "签名不对：文件不是由已登记的制证中心签发，或已被改动。全部拒收。",
        "The signature does not hold: the file is not from a production centre we know, or was altered. Nothing was taken.",
    ),
    "parcel_altered": (
        "文件内容与签名清单不符（{files}），已被改动。全部拒收。",
        "The contents differ from the signed list ({files}): the file was altered. Nothing was taken.",
    ),
    "results_row": (
        "结果表第 {row} 行不完整或无法识别，全部拒收。",
        "Row {row} of the results makes no sense. Nothing was taken.",
    ),
    "results_count": (
        "清单称有 {count} 行，实有 {found} 行，全部拒收。",
        "The manifest says {count} rows, there are {found}. Nothing was taken.",
    ),
    "results_twice": (
        "同一张卡片有两个结果，全部拒收。",
        "One card is answered twice. Nothing was taken.",
    ),
    "results_taken": (
        "批次 {code} 的结果已经收过，不重复入账。",
        "The results of batch {code} were taken before and are not counted twice.",
    ),
    "results_orders": (
        "结果对应的不是批次 {code} 送出的那一份清单，全部拒收。",
        "These results answer another export than the one sent for batch {code}. Nothing was taken.",
    ),
    "results_lines": (
        "结果与送出的卡片对不上（第 {lines} 张），全部拒收。",
        "The results do not match the cards sent (lines {lines}). Nothing was taken.",
    ),
    "key_form": (
        "制证中心的名称、地区或公钥不正确。",
        "The centre's name, area or public key is not right.",
    ),
    "application_not_approved": (
        "申请 {number} 还没有批准。",
        "Application {number} is not approved.",
    ),
    "old_header": (
        "没有找到表头：需要姓名、身份证号、证号、签发日期、有效期至五列。",
        "No header was found: name, document number, permit number, issued and valid until are needed.",
    ),
    "old_source_missing": (
        "请写明旧证件来自哪个系统或台账。",
        "Say which register the old permits come from.",
    ),
    "old_number_missing": ("没有旧证号。", "The old permit's number is missing."),
    "old_kind": ("证件类型应为居住证或暂住证。", "The kind must be 居住证 or 暂住证."),
    "old_name_differs": (
        "身份证号登记在另一个姓名下，请核对。",
        "The document number is on file under another name. Check it.",
    ),
    "old_permit_live": (
        "此人已有居住证，旧证不再转入为有效证件。",
        "This person holds a permit already; the old one is not taken in as valid.",
    ),
    "figures_span": ("请选择 1 至 {months} 个整月。", "Choose 1 to {months} whole months."),
    "figures_measure": ("没有这项统计。", "There is no such figure."),
}
LISTED: dict[tuple[str, str], Table] = {
    (code, "fields"): PRINTED for code in ("card_incomplete", "batch_card_incomplete")
}
