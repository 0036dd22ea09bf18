"""Sentences of keys and digital permits: code → (Chinese, English)."""
# ruff: noqa: E501 - word tables read better as blocks than one word a line

from __future__ import annotations

KINDS: dict[str, tuple[str, str]] = {
    "root": ("根密钥", "Root key"),
    "region": ("地区密钥", "Key of an area"),
    "sign": ("签发密钥", "Issuer's signing key"),
}
KEY_STATES: dict[str, tuple[str, str]] = {
    "made": ("已建立，未启用", "Made, not in use"),
    "active": ("使用中", "In use"),
    "retired": ("已退役，只用于核对", "Retired, only checks"),
    "destroyed": ("已销毁", "Destroyed"),
}
ACTIONS: dict[str, tuple[str, str]] = {
    "activate": ("申请启用", "Ask to activate"),
    "rotate": ("申请轮换", "Ask to rotate"),
    "export": ("申请导出", "Ask to export"),
    "destroy": ("申请销毁", "Ask to destroy"),
}
ASKED: dict[str, tuple[str, str]] = {
    "activate": ("启用", "Activate"),
    "rotate": ("轮换", "Rotate"),
    "export": ("导出", "Export"),
    "destroy": ("销毁", "Destroy"),
}
STORES: dict[str, tuple[str, str]] = {
    "file": ("文件密钥库", "file keystore"),
    "pkcs11": ("加密机", "hardware module"),
}

REASONS: dict[str, tuple[str, str]] = {
    "key_active_already": (
        "同一用途已有启用的密钥，请用“轮换”。",
        "Another key of this kind is active. Rotate that one.",
    ),
    "key_algorithm": (
        "这种密钥不用这个算法，或根密钥不能限定地区。",
        "This kind of key does not use this algorithm, or a root key was given an area.",
    ),
    "key_algorithm_here": ("这个密钥库不支持 {algorithm}。", "This keystore has no {algorithm}."),
    "key_asked": ("同样的申请已在等人复核。", "The same is already waiting for a second person."),
    "key_cards_missing": (
        "导出要写明卡号，其他操作不写。",
        "An export names its cards; nothing else does.",
    ),
    "key_decided": ("这项申请已经有人处理。", "Somebody has decided this already."),
    "key_export_differs": (
        "卡号与批准时不同，不能导出。",
        "These are not the cards that were approved.",
    ),
    "key_exported": (
        "这次批准已经用过，一次批准只导出一次。",
        "This approval was used: one approval is one export.",
    ),
    "key_has_regions": (
        "还有地区密钥由它派生，不能销毁。",
        "Keys of areas descend from it; it cannot be destroyed.",
    ),
    "key_label_taken": ("密钥库里已有同名密钥。", "The keystore has a key of that name."),
    "key_no_root": (
        "没有启用的 {algorithm} 根密钥，请先建立并启用。",
        "There is no active {algorithm} root key. Make and activate one first.",
    ),
    "key_none": (
        "本地还没有启用的密钥，请系统管理员和安全管理员完成密钥仪式。",
        "No key is active for this area yet: the two administrators must hold the key ceremony.",
    ),
    "key_person_needed": (
        "密钥操作必须由人来做，系统账号不能参加。",
        "Keys are handled by people; a system account may not take part.",
    ),
    "key_reason_missing": ("请写明理由。", "Say why."),
    "key_request_unknown": ("没有这项申请。", "There is no such request."),
    "key_secret_missing": ("密钥库里找不到这把密钥。", "The keystore does not hold this key."),
    "key_transport": ("传输密钥要 16、24 或 32 字节。", "A transport key has 16, 24 or 32 bytes."),
    "key_turn": (
        "密钥现在的状态（{state}）不能做这一步。",
        "A key in this state ({state}) does not allow this.",
    ),
    "key_unknown": ("没有这把密钥。", "There is no such key."),
    "keystore_failed": (
        "密钥库没有响应（{why}），请检查加密机、口令文件和日志。",
        "The keystore failed ({why}). Check the module, its PIN file and the log.",
    ),
    "keystore_missing": (
        "没有配置这种密钥库（{backend}）。",
        "This installation has no such keystore ({backend}).",
    ),
    "sm2_missing": (
        "本机的 OpenSSL 没有 SM2，请安装 OpenSSL 3。",
        "This machine's OpenSSL has no SM2. Install OpenSSL 3.",
    ),
    "permit_not_active": (
        "居住证现在不能出示（{state}）。",
        "The permit cannot be shown now ({state}).",
    ),
    "permit_show": ("这一项不能出示。", "This cannot be shown."),
    "pin_easy": ("这个 PIN 太容易猜，请换一个。", "This PIN is too easy to guess. Choose another."),
    "pin_old_wrong": (
        "换 PIN 要先填对原来的 PIN。忘了的，请退出后用短信验证码重新登录，十分钟内再来设置。",
        "Give the PIN you have first. If you forgot it, sign out, sign in again with a code sent to your phone, and set it within ten minutes.",
    ),
    "pin_form": ("PIN 是 6 位数字。", "A PIN is six digits."),
    "status_list_unknown": ("没有这份状态名单。", "There is no such status list."),
    "verify_unread": ("读不出这个文件：{why}", "The file cannot be read: {why}"),
    "verify_no_lists": (
        "还没有签发名单，请先用 --fetch 或 --lists 指定。",
        "There are no issuers yet. Use --fetch or --lists first.",
    ),
}
