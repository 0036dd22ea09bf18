"""Words of the time stamps of the message log."""

from __future__ import annotations

REASONS: dict[str, tuple[str, str]] = {
    "stamp_unreadable": ("时间戳读不出。", "The time stamp cannot be read."),
    "stamp_not_granted": (
        "时间戳服务没有给时间戳。",
        "The time stamp service did not grant a stamp.",
    ),
    "stamp_nonce": (
        "时间戳服务答的是另一次请求。",
        "The time stamp service answered another request.",
    ),
    "stamp_digest": ("时间戳盖的不是这条记录。", "The time stamp is of something else."),
    "stamp_signature": ("时间戳的签名不真。", "The signature of the time stamp does not hold."),
    "stamp_certificate": (
        "时间戳证书不符：不是专用于时间戳、当时不在有效期内或与签名不一致。",
        "The certificate does not fit: not for time stamping alone, not valid then, or not the one that signed.",
    ),
    "stamp_untrusted": (
        "时间戳证书不在受信任的证书之下。",
        "The certificate of the time stamp leads to none that is trusted.",
    ),
    "stamp_algorithm": (
        "时间戳用的算法不支持（支持 RSA、ECDSA 与 SHA-2）。",
        "The algorithm of the time stamp is not supported (RSA and ECDSA with SHA-2 are).",
    ),
    "stamp_clock": (
        "时间戳服务的时钟与本机相差 5 分钟以上。",
        "The clock of the service and ours differ by more than 5 minutes.",
    ),
}
FAILURES: dict[str, tuple[str, str]] = {
    **REASONS,
    "not_reached": ("时间戳服务连接不上。", "The time stamp service cannot be reached."),
    "timed_out": ("时间戳服务没有在时限内答复。", "The time stamp service did not answer in time."),
}
PROBLEMS: dict[str, tuple[str, str]] = {
    **REASONS,
    "stamp_head": (
        "时间戳对应的记录不在日志里",
        "The log has no entry of which this is the stamp",
    ),
}
"""What a check of the stamps of an exported log may find."""
LEVELS: dict[str, tuple[str, str]] = {
    "service": ("时间戳服务", "by a service"),
    "own": ("本机自盖", "by this installation itself"),
}
WORTH: dict[str, tuple[str, str]] = {
    "service": (
        "由不保管这份日志的机构证明：日志到这一条，当时已经存在。",
        "Somebody who does not keep this log attests that it existed up to this entry by then.",
    ),
    "own": (
        "由本机用自己的密钥盖：能发现事后改动，但证明不了给同时掌握密钥和数据库的人看。要由外部证明，请配置时间戳服务。",
        (
            "Made by this installation with its own key: it shows later alterations, but proves nothing against "
            "whoever holds both the key and the database. Configure a service for proof from outside."
        ),
    ),
}
STAND = (
    "{s.waiting} 个待盖时间戳，已盖到第 {s.number} 条（{s.at}，{level}）",
    "{s.waiting} wait for a stamp, stamped up to entry {s.number} ({s.at}, {level})",
)
CHECKED = (
    "时间戳：服务 {s.service} 个，本机 {s.own} 个，盖到第 {s.covered} 条（{s.at}）；未核 {n} 个（用 --trust 给证书）",
    "stamps: {s.service} by a service, {s.own} own, up to entry {s.covered} ({s.at}); {n} not checked (give --trust)",
)
