"""What a verifier says of a presented permit: outcome → (title, what to do), each in Chinese and English."""
# ruff: noqa: E501 - word tables read better as blocks than one word a line

from __future__ import annotations

from anju.foundation.credentials.verification import ACCEPTED as GROUP_ACCEPTED
from anju.foundation.credentials.verification import CAUTIOUS as GROUP_CAUTIOUS
from anju.foundation.credentials.verification import Outcome
from anju.interfaces.texts.labels import SEXES

OUTCOMES: dict[str, tuple[tuple[str, str], tuple[str, str]]] = {
    "valid": (
        ("有效", "Valid"),
        (
            "签名和有效期已核对，状态依据见下一行。请再核对持证人是不是本人。",
            "Signature and dates were checked; what its status rests on is said below. Now make sure that the bearer is the holder.",
        ),
    ),
    "unreadable": (
        ("读不出来", "Cannot be read"),
        (
            "这不是居住证二维码，或图像不完整。请重新扫码，或请对方亮出完整的二维码。",
            "This is no permit code, or not all of it. Scan again, or ask for the whole code.",
        ),
    ),
    "forged": (
        ("不是本系统签发", "Not issued here"),
        (
            "签发密钥不在可信名单里：可能是伪造的。请不要接受；如名单很旧，请联网更新后再查一次。",
            "The signing key is not on the list of issuers: it may be forged. Do not accept it. If the list is old, go online and check again.",
        ),
    ),
    "altered": (
        ("内容被改动", "Altered"),
        (
            "签名与内容不符：签发后被改过。请不要接受。",
            "The signature does not fit the content: it was changed after it was issued. Do not accept it.",
        ),
    ),
    "revoked": (
        ("已注销", "Withdrawn"),
        (
            "这张居住证（或这个二维码）已经作废，不能再用。",
            "This permit, or this code of it, was withdrawn for ever.",
        ),
    ),
    "suspended": (
        ("已中止", "Suspended"),
        (
            "使用功能已中止，可能是挂失或未签注。请持证人到社区窗口恢复。",
            "Its use is suspended: reported lost, or not endorsed. The holder can restore it at the community's counter.",
        ),
    ),
    "not_holder": (
        ("不是持证人本人", "Not the holder"),
        (
            "出示的人与持证人不符。请不要接受；他人证件可交回或报告签发机关。",
            "The bearer is not the holder. Do not accept it; a permit of somebody else may be handed in or reported.",
        ),
    ),
    "replayed": (
        ("重复使用或旧截图", "Replayed, or an old picture"),
        (
            "手机上的码每分钟更新，这一张已经失效或刚刚出示过。请对方打开页面，亮出正在走时的码。",
            "A code on a phone is renewed every minute; this one has lapsed or was shown just now. Ask for the live one.",
        ),
    ),
    "not_yet": (("尚未生效", "Not valid yet"), ("还没到生效时间。", "Its time has not begun.")),
    "expired": (
        ("已过期", "Expired"),
        (
            "已过有效期。请持证人办理签注或换领。",
            "It is past its end. The holder should have it endorsed or replaced.",
        ),
    ),
    "clock_wrong": (
        ("本机时间可能不对", "This device's clock seems wrong"),
        (
            "本机时间早于名单签发时间，没法判断有效期。请校准时间后重新查验。",
            "This device's clock is behind the lists it holds, so dates cannot be judged. Set the clock and check again.",
        ),
    ),
    "list_missing": (
        ("没有状态名单", "No status list"),
        (
            "签名和期限没有问题，但本机还没有下载这一份状态名单，不知道是否已注销。请联网一次。",
            "Signature and dates are fine, but this device has no copy of the status list: whether it was withdrawn is not known. Go online once.",
        ),
    ),
    "list_stale": (
        ("状态名单太旧", "The status list is old"),
        (
            "签名和期限没有问题，但本机的状态名单已经过期，最近的注销可能还不知道。请联网更新。",
            "Signature and dates are fine, but this device's status list is out of date: what was withdrawn lately is not known. Go online.",
        ),
    ),
    "needs_server": (
        ("要联网查验", "Needs the network"),
        (
            "这是国密 SM2 签名，浏览器自己不会验，请联网后再查，或使用命令行 ./anju verify。",
            "This is an SM2 signature, which browsers cannot check by themselves. Go online, or use ./anju verify.",
        ),
    ),
    "holder_unproved": (
        ("有人出示，未证明是持证人", "Shown by somebody, holder not proved"),
        (
            "这份凭证绑定了持证人的手机，但出示时没有由那部手机证明：可能是复制的。请对方打开“我的安居”，亮出正在走时的码，并核对证件和照片。",
            "This credential is bound to the holder's phone, but that phone did not prove this presentation: it may be a copy. Ask for the live code under My Anju, and compare with the card and photograph.",
        ),
    ),
}
ACCEPTED = tuple(o.value for o in Outcome if o in GROUP_ACCEPTED)
CAUTIOUS = tuple(o.value for o in Outcome if o in GROUP_CAUTIOUS)

CLAIMS: dict[str, tuple[str, str]] = {
    "holds_permit": ("持有有效居住证", "Holds a valid permit"),
    "city": ("城市", "City"),
    "name": ("姓名", "Name"),
    "sex": ("性别", "Sex"),
    "birth_date": ("出生日期", "Date of birth"),
    "id_number": ("公民身份号码", "Identity number"),
    "hukou_address": ("户籍地址", "Registered address"),
    "residence_address": ("居住地址", "Residence"),
    "issuing_authority": ("签发机关", "Issuing authority"),
    "date_of_issuance": ("签发日期", "Date of issue"),
    "permit_number": ("居住证号码", "Permit number"),
    "photo_sha256": ("照片摘要", "Digest of the photograph"),
}

CHECKS: dict[str, tuple[str, str]] = {
    "passkey": (
        "持证人刚才在自己的手机上用通行密钥确认了本人",
        "The holder has just confirmed by passkey on the own phone",
    ),
    "pin": (
        "持证人刚才在自己的手机上输入了 PIN",
        "The holder has just entered the PIN on the own phone",
    ),
    "": (
        "没有在线确认。请对照卡面或手机上的照片核对本人",
        "Not confirmed online. Compare with the photograph on the card or phone",
    ),
}
"""How the holder was confirmed."""

BASES: dict[str, tuple[str, str]] = {
    "list": (
        "状态依据：%s前签发的状态名单；此后的挂失、中止、注销这里看不到。",
        "Status: by a list that is %s old; a loss, suspension or withdrawal since then is not seen here.",
    ),
    "at_issue": (
        "状态依据：签发这个码时（有效期最长 90 秒）由签发机关查过；没有使用本机的状态名单。",
        "Status: asked by the issuer when this code was signed (it lasts 90 seconds at most); no status list of this device was used.",
    ),
    "register": (
        "状态依据：刚才向签发机关的登记查过。",
        "Status: asked of the issuer's register just now.",
    ),
    "unknown": ("状态：没有查到。", "Status: not known."),
}
"""What the status of a verdict rests on; ``%s`` is the age of the list."""


def in_language(language: str) -> dict[str, dict[str, object]]:
    """All of it in one language, for a page or a terminal."""
    at = 0 if language.startswith("zh") else 1
    return {
        "outcomes": {
            code: {"title": title[at], "text": text[at], "kind": _kind(code)}
            for code, (title, text) in OUTCOMES.items()
        },
        "claims": {code: words[at] for code, words in CLAIMS.items()},
        "values": {"sex": {code: words[at] for code, words in SEXES.items()}},
        "checks": {code: words[at] for code, words in CHECKS.items()},
        "bases": {code: words[at] for code, words in BASES.items()},
    }


def _kind(code: str) -> str:
    return "accepted" if code in ACCEPTED else "cautious" if code in CAUTIOUS else "refused"
