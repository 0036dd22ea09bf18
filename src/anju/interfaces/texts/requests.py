"""Sentences of the REST API: code → (Chinese, English)."""
# ruff: noqa: E501 - word tables read better as blocks than one word a line

from __future__ import annotations

REASONS: dict[str, tuple[str, str]] = {
    "token_missing": (
        "需要有效的访问令牌（Authorization: Bearer …）。",
        "A valid token is needed (Authorization: Bearer …).",
    ),
    "purpose_missing": (
        "查看个人信息须说明用途（接口调用写在 X-Purpose 中）。",
        "Looking at people needs a stated purpose (for the API in X-Purpose).",
    ),
    "request_invalid": (
        "请求内容不符合接口说明，详见 errors。",
        "The request does not fit the description; see errors.",
    ),
    "parameter_unknown": (
        "没有这个参数，可用：{known}。",
        "There is no such parameter; those there are: {known}.",
    ),
    "parameter_none": ("这个地址没有参数。", "This address takes no parameter."),
    "parameter_zero_byte": ("含有空字节，请去掉。", "It holds a zero byte; take it out."),
    "value_unstorable": (
        "有一处文字或数字无法保存（数字太大，或文字含无法保存的字符）。",
        "A text or number cannot be stored (a number too large, or characters that cannot be kept).",
    ),
    "text_with_zero_byte": (
        "内容里有空字节（\\u0000），无法保存（位置：{where}）。请去掉后重发。",
        "A text holds a zero byte (\\u0000), which cannot be kept (at {where}). Take it out and send again.",
    ),
    "request_unreadable": ("请求内容无法读取。", "The request's body cannot be read."),
    "request_too_large": (
        "请求太大，请拆成几次发送。",
        "The request is too large. Send it in parts.",
    ),
    "address_unknown": (
        "没有这个地址。接口说明见 /api/v1/docs。",
        "There is nothing at this address. See /api/v1/docs.",
    ),
    "method_unknown": (
        "这个地址不接受这种请求方法，可用：{methods}。接口说明见 /api/v1/docs。",
        "This address does not take that method, but {methods}. See /api/v1/docs.",
    ),
    "not_allowed_here": (
        "这个请求不被允许。接口说明见 /api/v1/docs。",
        "This request is not allowed. See /api/v1/docs.",
    ),
    "cursor_invalid": (
        "翻页标记无效，请从第一页重新开始。",
        "The cursor is not one of ours. Begin with the first page.",
    ),
    "changed_meanwhile": (
        "同一内容正在由另一请求处理，请稍后用同样的键重试。",
        "Another request is at the same matter. Try again with the same keys.",
    ),
    "sender_unclear": (
        "这个令牌没有可以申报的范围。",
        "This token has no scope for which it could declare.",
    ),
    "server_never_restored": (
        "服务器没有从备份恢复过，期号是 0。请把 Anju-Epoch 改为 0，再发一次；这次没有写入任何内容。",
        "This server was never restored from a backup: its epoch is 0. Send Anju-Epoch: 0 and the request again; nothing was done.",
    ),
    "server_restored": (
        "服务器已从备份恢复（第 {epoch} 期，数据截至 {taken}）。请改用新的期号，重新发送此时刻之后的内容。",
        "The server was restored from a backup: epoch {epoch}, as of {taken}. Send again, with the new epoch, what you sent since that moment.",
    ),
    "field_unreadable": (
        "提交的某一项太长，或含有无法保存的字符或日期。请返回上一页，改短或重新输入后再提交。",
        "One of the fields is too long, or holds a character or date that cannot be stored. Go back, shorten it or type it again.",
    ),
    "page_unknown": (
        "没有这一页。请从第一页开始。",
        "There is no such page. Begin with the first page.",
    ),
    "database_away": (
        "系统暂时连不上数据库，这次提交没有保存。请稍等片刻再试，刚才填写的内容请先不要关闭。",
        "The database cannot be reached right now; nothing of this request was saved. Keep what you typed and try again in a moment.",
    ),
    "clock_ahead": (
        "服务器的时钟突然走快了，为免记错日期，这次提交没有保存。时钟校准后会自动恢复，请联系管理员；刚才填写的内容请先不要关闭。",
        "The server's clock has run ahead, so nothing is saved lest it be dated wrongly. It goes on by itself once the clock is right; tell the administrator, and keep what you typed.",
    ),
    "clock_behind": (
        "服务器的时钟比已登记的时间慢，为免记错日期，这次提交没有保存。时钟校准后会自动恢复，请联系管理员；刚才填写的内容请先不要关闭。",
        "The server's clock is behind what is already recorded, so nothing is saved lest it be dated wrongly. It goes on by itself once the clock is right; tell the administrator, and keep what you typed.",
    ),
    "too_busy": (
        "现在使用的人太多，没有轮到这次请求，内容没有保存。请稍等片刻再试。",
        "Too many requests wait at once and this one did not get its turn; nothing was saved. Try again in a moment.",
    ),
    "not_possible_now": (
        "系统内部出错，已记录。请稍后再试，并告知编号 {request}。",
        "Something failed inside; it was noted. Try again later, and quote {request}.",
    ),
}
