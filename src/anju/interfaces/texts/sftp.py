"""Why a folder on a department's SFTP server could not be looked at."""

from __future__ import annotations

REASONS: dict[str, tuple[str, str]] = {
    "sftp_settings": (
        "sftp.json 读不出，或缺主机、用户、私钥文件。",
        "The file sftp.json cannot be read, or lacks host, user or key file.",
    ),
    "sftp_key_file": (
        "SFTP 私钥文件不在，或别人也能读（应为 600）。",
        "The private key for SFTP is not there, or others may read it (it should be 600).",
    ),
    "sftp_host_keys": (
        "没有登记 SFTP 服务器的公钥。用 ./anju sources sftp 看它出示哪些，核对后写进 sftp.json。",
        "No host key of the SFTP server is pinned. ./anju sources sftp shows what it offers; compare, and enter it.",
    ),
    "sftp_keys": ("SFTP 的密钥读不出。", "A key for SFTP cannot be read."),
    "sftp_host_key_wrong": (
        "SFTP 服务器出示的公钥不是登记的那个，没有连接。请向对方核实。",
        "The SFTP server shows another host key than the pinned one; nothing was sent. Ask the department.",
    ),
    "sftp_not_signed_in": (
        "SFTP 服务器不认我们的密钥或用户名。",
        "The SFTP server accepts neither our key nor the user.",
    ),
    "sftp_no_folder": (
        "SFTP 服务器上没有 in 或 out 文件夹。",
        "The SFTP server has no folder in or out there.",
    ),
    "sftp_denied": (
        "SFTP 服务器不许读写这个文件夹。",
        "The SFTP server does not let us read or write there.",
    ),
    "sftp_timed_out": (
        "SFTP 服务器太慢，下次接着来。",
        "The SFTP server is too slow; it is tried again.",
    ),
    "sftp_failed": (
        "SFTP 服务器报错，下次接着来。",
        "The SFTP server reports an error; it is tried again.",
    ),
    "sftp_cut": ("SFTP 连接断了，下次接着来。", "The connection by SFTP broke; it is tried again."),
    "sftp_not_reached": ("连不上 SFTP 服务器。", "The SFTP server cannot be reached."),
    "sftp_differs": (
        "写到 SFTP 服务器上的文件读回来不一样，没有改名。",
        "What was written to the SFTP server reads back differently; it was not renamed.",
    ),
}
