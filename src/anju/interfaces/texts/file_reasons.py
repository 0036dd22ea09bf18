"""Sentences about files and batches: code → (Chinese, English)."""
# ruff: noqa: E501 - word tables read better as blocks than one word a line

from __future__ import annotations

REASONS: dict[str, tuple[str, str]] = {
    "file_unreadable": (
        "文件无法读取。请用表格软件打开后另存为 .xlsx 再试。",
        "The file cannot be read. Open it in a spreadsheet program, save it as .xlsx and try again.",
    ),
    "file_is_pdf": (
        "这是 PDF 文件，不是表格。请用原来的表格文件，或把名单复制到表格里，存为 .xlsx。",
        "This is a PDF, not a spreadsheet. Use the original spreadsheet, or copy the list into one and save it as .xlsx.",
    ),
    "file_is_image": (
        "这是图片，不是表格。请把名单录入表格，存为 .xlsx。",
        "This is a picture, not a spreadsheet. Enter the list in a spreadsheet and save it as .xlsx.",
    ),
    "file_is_word": (
        "这是文档（Word 等），不是表格。请把名单复制到表格里，存为 .xlsx。",
        "This is a document (Word or alike), not a spreadsheet. Copy the list into a spreadsheet and save it as .xlsx.",
    ),
    "file_is_archive": (
        "这种压缩包不能读取。请解压后上传表格，或打包为 .zip。",
        "This kind of archive cannot be read. Unpack it and send the spreadsheet, or pack it as .zip.",
    ),
    "file_password": (
        "文件有密码保护，请取消密码后重新上传。",
        "The file is protected by a password. Remove it and try again.",
    ),
    "file_empty": ("文件是空的。", "The file is empty."),
    "file_too_large": (
        "文件太大，请拆成几份后分别上传。",
        "The file is too large. Split it and send the parts.",
    ),
    "upload_too_large": (
        "文件太大，没有收下：最多 {megabytes} MB。请拆成几份后分别上传。",
        "The file was not taken: it may have {megabytes} MB at most. Split it and send the parts.",
    ),
    "file_too_many_cells": (
        "表格太大：工作表占了 {cells} 个单元格，最多 {most} 个。请删去空行空列，或拆成几份，或另存为 CSV（逗号分隔）后上传。",
        "The sheets span {cells} cells, at most {most} are read. Delete empty rows and columns, split the file, or save it as CSV.",
    ),
    "file_built_oddly": (
        "文件的内部结构不正常，没有读取（{part}）。请用表格软件打开后另存为 .xlsx 再试。",
        "The file is built as no spreadsheet program builds one, and was not read ({part}). Open it in one, save it as .xlsx, send that.",
    ),
    "quote_open": (
        '第 {row} 行的引号（"）没有成对，后面的内容无法分辨。请改正这一行后重新上传，或另存为 .xlsx。',
        'In row {row} a quotation mark (") is not closed, so the rest cannot be read. Correct it, or save the file as .xlsx.',
    ),
    "line_too_long": (
        "文件中有一行超过 {letters} 个字，不像表格。请用表格软件打开后另存为 .xlsx 再试。",
        "A line of the file has more than {letters} letters, as no list has. Open it in a spreadsheet program and save it as .xlsx.",
    ),
    "sheet_missing": (
        "文件中没有名为“{sheet}”的工作表。现有：{sheets}。",
        "There is no sheet “{sheet}”. There are: {sheets}.",
    ),
    "header_missing": (
        "没有找到表头：需要有“姓名”和“身份证号”两列（或每张登记卡上有这两项）。已查看的工作表：{sheets}。用空格对齐的文本，请改用逗号或制表符分列，或另存为 .xlsx。",
        "No header was found: columns (or labels on cards) for name and document number are needed. Sheets looked at: {sheets}. Where spaces align the columns of a text, use commas or tabs, or save it as .xlsx.",
    ),
    "column_missing": (
        "工作表“{sheet}”缺少必需的列（{columns}），请指明哪一列是姓名、哪一列是证件号码。",
        "Sheet “{sheet}” lacks a needed column ({columns}). Say which column holds the name and which the document number.",
    ),
    "rows_missing": (
        "工作表“{sheet}”的表头下面没有数据行。",
        "Sheet “{sheet}” has no rows below its header.",
    ),
    "form_unknown": (
        "不认识的表格种类“{form}”。可用：{forms}。",
        "Unknown kind of file “{form}”. Use one of: {forms}.",
    ),
    "import_unknown": ("没有这次导入，或不在您的范围内。", "There is no such import in your care."),
    "import_applied_already": (
        "这次导入已经生效，不能再改；可撤销后重新导入。",
        "This import is applied already. Undo it first, then import again.",
    ),
    "leavers_many": (
        "名单以外的离职人数过多：在册 {present} 人中有 {leaving} 人将登记离职。请先核对文件和用工单位是否选对；确认无误的，勾选“已核对”后再写入。",
        "Unusually many would leave: {leaving} of {present} on record. Check that this is the right file for the right employer; if it is, confirm it and apply again.",
    ),
    "import_not_applicable": (
        "这次导入现在不能生效（状态：{state}）。",
        "This import cannot be applied now (state: {state}).",
    ),
    "batch_unknown": ("没有这个批次，或不在您的范围内。", "There is no such batch in your care."),
    "undo_not_applied": (
        "只有已生效的批次才能撤销（状态：{state}）。",
        "Only what was applied can be undone (state: {state}).",
    ),
    "undo_changed_since": (
        "之后又有别的申报涉及其中 {people} 人，不能整批撤销。请先撤销后来的批次，或逐人更正。",
        "Later declarations build on it for {people} people. Undo those first, or correct person by person.",
    ),
    "batch_undone": (
        "这一批已被撤销，不再接收新的内容。请用新的批次键（Idempotency-Key）重新提交。",
        "This batch was undone and takes nothing in any more. Send it as a new batch, under a new key.",
    ),
    "key_used_for_another": (
        "键“{key}”此前已用于内容不同的申报（共 {count} 项），本次提交没有保存。若是新的申报，请换新的键；若要更正，请另行提交更正或先撤销。",
        "The key “{key}” was used before for another content ({count} items); nothing was kept. Use a new key, or correct or undo the earlier declaration.",
    ),
    "key_unusable": (
        "这张表单缺少提交编号，没有保存。请刷新页面，再填写提交一次。",
        "This form came without its number, so nothing was kept. Reload the page and send it again.",
    ),
    "key_unusable_api": (
        "幂等键（key）须有 1 至 {most} 个字符，且不含空字节。",
        "A key has 1 to {most} characters, none of them a zero byte.",
    ),
    "item_key_missing_or_twice": (
        "每一项都要有自己的 key，同一批中不得重复。",
        "Every item needs a key of its own, and none may occur twice in a batch.",
    ),
}
