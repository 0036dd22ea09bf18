"""Messages to holders about their permits: (Chinese, English). No number, no address: they travel
through a provider."""

from __future__ import annotations

REMIND = (
    "您的居住证须在 {due} 前签注，{opens} 起可办：在“我的安居”点一下即可。逾期使用功能中止，补办后恢复。",
    (
        "Your residence permit must be endorsed by {due}; you can do it from {opens}, with one tap on your page. "
        "If missed, its functions are suspended until you make up for it."
    ),
)
SUSPENDED = (
    "您的居住证因逾期未签注，使用功能已中止。在“我的安居”或窗口补办签注即可恢复。",
    (
        "Your residence permit was not endorsed in time and its functions are suspended. Endorse it on your page or "
        "at a counter to restore them."
    ),
)
READY = (
    "您的居住证已制好。凭取证码 {code} 领取，请勿转告他人；也可持身份证件领取。",
    "Your residence permit is ready. Collect it with the code {code} (tell nobody), or by showing your identity card.",
)
POSTED = (
    "您的居住证已寄出，凭取证码 {code} 签收，请勿转告他人。",
    "Your residence permit is on its way. Confirm its receipt with the code {code}; tell nobody.",
)
MOVED = (
    "您的登记住址已变更，居住证卡面仍是旧址。可在“我的安居”申请换发。",
    "Your registered address has changed; the card still shows the old one. You may ask for a new card on your page.",
)
ENDED = {
    "withdrawn": (
        "您的居住证已被收回。理由和异议办法见“我的安居”或到窗口询问。",
        "Your residence permit was withdrawn. The reason, and how to object, are on your page or at the counter.",
    ),
    "cancelled": (
        "您的居住证已注销。理由见“我的安居”；有误可到窗口更正。",
        "Your residence permit was cancelled. The reason is on your page; a mistake is corrected at the counter.",
    ),
}
