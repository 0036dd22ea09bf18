"""Sentences about rows of vacancies, and the names of their fields: code → (Chinese, English)."""
# ruff: noqa: E501 - word tables read better as blocks than one word a line

from __future__ import annotations

from anju.interfaces.texts.labels import Table

REASONS: dict[str, tuple[str, str]] = {
    "listing_header_missing": (
        "文件里没有找到房源表的表头。表头至少要有租金一列，和地址、小区或标题中的一列。",
        "No header of a list of vacancies was found. It needs a column of rents and one of address, estate or title.",
    ),
    "import_not_of_people": (
        "这份文件不是人员名单。",
        "This file is no list of people.",
    ),
    "listing_place_missing": (
        "没有写房子在哪里，请填地址或小区。",
        "It does not say where the home is. Give the address or the estate.",
    ),
    "listing_place_too_long": (
        "地址太长，请只写到门牌、楼栋和房号。",
        "The address is too long. Give street and number, building and room only.",
    ),
    "listing_place_elsewhere": (
        "这套房子不在本次报送的地区内，请到所在地区报送，或用 --region 写明更大的地区。",
        "The home lies outside the area this list is for. Send it where it lies, or name a wider area by --region.",
    ),
    "listing_home_unknown": (
        "没有这个房屋码，请对照门牌核对。",
        "There is no such home code. Compare it with the door plate.",
    ),
    "listing_rent_missing": (
        "没有填租金；租金当面商量的，请写“面议”。",
        "The rent is missing. Write “面议” where it is to be agreed.",
    ),
    "listing_rent_unreadable": (
        "看不懂这个租金。请写每月多少元，例如 1800。",
        "This rent cannot be read. Write yuan a month, such as 1800.",
    ),
    "listing_rent_negative": ("租金是负数，请核对。", "The rent is below zero. Check it."),
    "listing_rent_unreal": (
        "租金大得不可能，请核对是否多写了几位。",
        "The rent is impossibly high. Check whether digits were added.",
    ),
    "listing_area_unreadable": (
        "看不懂这个面积。请写多少平方米，例如 56。",
        "This area cannot be read. Write square metres, such as 56.",
    ),
    "listing_area_negative": ("面积是负数，请核对。", "The area is below zero. Check it."),
    "listing_area_zero": (
        "面积是 0，请核对；不知道的请留空。",
        "The area is 0. Check it; leave it empty where it is not known.",
    ),
    "listing_area_unreal": ("面积大得不可能，请核对。", "The area is impossibly large. Check it."),
    "listing_not_vacant": (
        "名单写明已出租或已下架，不发布。",
        "The list itself says that it is let or withdrawn, so it is not published.",
    ),
    "listing_damaged": (
        "这一行有字符损坏，无法识别。请对照原件改正。",
        "Characters in this row are damaged and cannot be read. Correct them from the original.",
    ),
    "listing_rent_zero": ("租金是 0，请确认。", "The rent is 0. Confirm it."),
    "listing_rent_range": (
        "租金写成了一个范围，不知道按哪个算。请写一个数。",
        "The rent is a range; it is not clear which one counts. Write one number.",
    ),
    "listing_rent_from": (
        "租金写的是“起”价，请写这一套的租金。",
        "The rent is a price “from …”. Write the rent of this home.",
    ),
    "listing_rent_unit": (
        "租金不是按“元/月”写的（按天、季、年、平方米或其他货币），没有换算。请写每月多少元。",
        "The rent is not in yuan a month (but by day, quarter, year, square metre or in other money) and was not converted. Write yuan a month.",
    ),
    "listing_rent_is_date": (
        "租金格里是一个日期，可能是表格软件改的。请重新填写。",
        "The cell of the rent holds a date, which a spreadsheet may have made of it. Write the rent again.",
    ),
    "listing_rent_unlikely": (
        "租金低于 100 元或高于 10 万元，请确认没有写错。",
        "The rent is below 100 or above 100,000 yuan. Confirm that it is right.",
    ),
    "listing_area_range": (
        "面积写成了一个范围，请写一个数。",
        "The area is a range. Write one number.",
    ),
    "listing_area_unit": (
        "面积不是平方米，没有换算。请写平方米。",
        "The area is not in square metres and was not converted.",
    ),
    "listing_area_is_date": (
        "面积格里是一个日期，可能是表格软件改的。请重新填写。",
        "The cell of the area holds a date, which a spreadsheet may have made of it. Write the area again.",
    ),
    "listing_area_unlikely": (
        "面积小于 4 或大于 600 平方米，请确认没有写错。",
        "The area is below 4 or above 600 m². Confirm that it is right.",
    ),
    "listing_rent_for_area_unlikely": (
        "租金和面积对不上，可能两列写反了。请确认。",
        "Rent and area do not fit each other; the columns may be swapped. Confirm them.",
    ),
    "listing_layout_is_date": (
        "户型格里是一个日期：表格软件把 2-1-1 这样的写法变成了日期。请写“2室1厅1卫”。",
        "The layout holds a date: the spreadsheet made one of 2-1-1. Write “2室1厅1卫”.",
    ),
    "listing_layout_unlikely": (
        "房间数太多，请确认。",
        "So many rooms are unlikely. Confirm them.",
    ),
    "listing_floor_is_date": (
        "楼层格里是一个日期：表格软件把 3/6 变成了日期。请写“3层（共6层）”。",
        "The floor holds a date: the spreadsheet made one of 3/6. Write “3层（共6层）”.",
    ),
    "listing_floor_above_building": (
        "所在楼层高于总楼层，请确认。",
        "The floor is above the floors of the building. Confirm it.",
    ),
    "listing_floor_unlikely": ("楼层不合理，请确认。", "This floor is unlikely. Confirm it."),
    "listing_may_not_be_let": (
        "看起来是地下室、车库、厨房、阳台等不能出租给人住的地方，请核实。",
        "This seems to be a basement, garage, kitchen, balcony or the like, which may not be let for living in. Check it.",
    ),
    "listing_available_unreadable": (
        "看不懂可入住的日期，请写成 2026-12-01。",
        "The day from which it is free cannot be read. Write it like 2026-12-01.",
    ),
    "listing_available_without_year": (
        "可入住的日期没有写年份，请写成 2026-12-01。",
        "The day from which it is free has no year. Write it like 2026-12-01.",
    ),
    "listing_available_unlikely": (
        "可入住的日期太早或太晚，请确认。",
        "The day from which it is free is too far away. Confirm it.",
    ),
    "listing_phone_invalid": (
        "电话号码不对：手机 11 位，座机写作 0731-83612345。",
        "The phone number is not right: 11 digits for a mobile, or like 0731-83612345.",
    ),
    "listing_phone_precision_lost": (
        "电话号码被表格软件变成了数字，末几位已丢失。请把该列设为“文本”格式后重新填写。",
        "The spreadsheet turned the phone number into a number and lost its last digits. Set the column to text and type it again.",
    ),
    "listing_state_unclear": (
        "不清楚这套房是否还在出租，请确认。",
        "It is not clear whether this home is still offered. Confirm it.",
    ),
    "listing_number_twice": (
        "同一个房源编号出现了两次，内容不一样。请确认哪一行是对的。",
        "The same listing number stands in two rows that say different things. Confirm which one is right.",
    ),
    "listing_same_flat": (
        "这一套房在您的房源里已有另一条，内容或编号不同。请确认是否重复。",
        "Another listing of yours offers the same flat. Confirm that this one is not a repetition.",
    ),
    "listing_rent_about": (
        "租金写的是大约，按这个数发布。",
        "The rent is given as about; this number is published.",
    ),
    "listing_rent_negotiable": ("租金面议。", "The rent is to be agreed."),
    "listing_area_about": (
        "面积写的是大约，按这个数发布。",
        "The area is given as about; this number is published.",
    ),
    "listing_area_missing": (
        "没有填面积，按面积找房的人找不到它。",
        "No area is given; who looks by size will not find it.",
    ),
    "listing_area_rounded": ("面积取到两位小数。", "The area is rounded to two decimals."),
    "listing_layout_not_read": (
        "看不懂户型，没有发布户型。",
        "The layout cannot be read and is not published.",
    ),
    "listing_floor_not_read": (
        "看不懂楼层，没有发布楼层。",
        "The floor cannot be read and is not published.",
    ),
    "listing_listed_not_read": (
        "看不懂发布日期，没有保留。",
        "The day of listing cannot be read and is not kept.",
    ),
    "listing_phone_masked": (
        "电话号码是遮盖的，没有保留；留言将转给上传的账号。",
        "The phone number is masked and not kept; messages go to the account that sent the list.",
    ),
    "listing_phone_second": (
        "有两个电话号码，只保留第一个。",
        "There are two phone numbers; the first is kept.",
    ),
    "listing_place_wide": (
        "不知道在哪个区县，按地点找房的人找不到它。请写明区县，或用 --region 写明地区。",
        "The county is not known, so who looks by place will not find it. Name it, or give the area by --region.",
    ),
    "listing_offered_by_others": (
        "这一套房也有别人发布。",
        "Somebody else offers the same flat as well.",
    ),
    "listing_text_shortened": (
        "标题或备注太长，只保留前面一部分。",
        "A title or remark is too long; its beginning is kept.",
    ),
    "listing_unknown": (
        "没有这条房源，或已经租出、撤下。",
        "There is no such vacancy, or it has been let or withdrawn.",
    ),
    "listing_sort_unknown": ("没有这种排序。", "There is no such order."),
    "listing_contact_in_text": (
        "这里写了电话。号码会公开，请删掉：想看房的人在平台上留言给您。",
        "There is a phone number in this text, which everybody would read. Take it out: whoever wants to see the home writes to you here.",
    ),
    "listing_offered_already": (
        "这一套已经发布了，请在“我发布的空房”里修改。",
        "This home is offered already. Change the offer under “Vacancies I offer”.",
    ),
    "listing_not_reopened": (
        "这条房源已被替换或退回，不能重新发布。请从房间页面新登一条。",
        "This vacancy was replaced or refused and cannot be offered again. Offer the room anew from its page.",
    ),
    "listing_decision_unknown": ("请选择发布或退回。", "Choose whether to publish or to refuse."),
    "listing_none_chosen": ("请先选中房源。", "Choose vacancies first."),
    "listing_too_many_chosen": (
        "一次最多处理 {most} 条。",
        "At most {most} can be decided at once.",
    ),
    "listing_refusal_without_reason": (
        "退回要写明理由，报送的人会看到。",
        "Give the reason for refusing; the sender will read it.",
    ),
    "listing_decided_already": (
        "选中的房源已经有人处理过了。",
        "Somebody has decided about these vacancies already.",
    ),
    "listing_decision_gone": (
        "这次处理已经撤回，或房源后来有了变化。",
        "This decision was taken back already, or the vacancies have changed since.",
    ),
    "sign_in_to_save": (
        "保存条件请用手机号登录。",
        "Sign in by phone to save a search.",
    ),
    "search_too_wide": (
        "请先选地点或别的条件，再保存。",
        "Choose a place or something else first, then save it.",
    ),
    "searches_many": (
        "最多保存 {most} 个条件，请先去掉一个。",
        "At most {most} searches are kept. Leave one first.",
    ),
    "search_unknown": ("没有这个保存的条件。", "There is no such saved search."),
    "listing_own": ("这是您自己发布的房源。", "You offer this vacancy yourself."),
    "sign_in_to_write": (
        "留言请用手机号登录；工作人员账号不能留言。",
        "Sign in by phone to write; accounts of staff cannot.",
    ),
    "message_empty": ("请写下想说的话。", "Write something first."),
    "message_too_long": (
        "最多 {most} 个字，请写短些。",
        "At most {most} characters; make it shorter.",
    ),
    "thread_unknown": (
        "没有这段留言，或链接已过期。",
        "There is no such conversation, or the link has expired.",
    ),
    "viewing_in_past": ("这个时间已经过了，请另选。", "This time has passed. Choose another."),
    "viewing_too_far": (
        "只能约 {days} 天以内的时间。",
        "Appointments are made up to {days} days ahead.",
    ),
    "viewing_time_unreadable": ("请选看房的日期和时间。", "Choose the day and time."),
    "viewing_unknown": ("没有这次看房约定。", "There is no such appointment."),
    "viewing_settled": (
        "这次看房已经有了结果，请另提时间。",
        "This appointment is settled already. Propose another time.",
    ),
    "viewing_own": (
        "这是您提议的时间，等对方答复；也可以取消。",
        "You proposed this time; the other side answers. You may cancel it.",
    ),
    "viewing_over": ("提议的时间已经过了，请另提时间。", "That time has passed. Propose another."),
    "listing_repeated": ("与文件中前面的一行完全相同。", "The same as an earlier row of the file."),
}

FIELDS: Table = {
    "number": ("房源编号", "Listing number"),
    "home_code": ("房屋码", "Home code"),
    "title": ("标题", "Title"),
    "city": ("城市", "City"),
    "district": ("区县", "County"),
    "town": ("街道、镇", "Town"),
    "community": ("社区、村", "Community"),
    "estate": ("小区", "Estate"),
    "address": ("地址", "Address"),
    "building": ("楼栋", "Building"),
    "unit": ("单元", "Unit"),
    "room": ("房号", "Room"),
    "space": ("出租的房间", "Room let"),
    "floor": ("楼层", "Floor"),
    "floors": ("总楼层", "Floors of the building"),
    "layout": ("户型", "Layout"),
    "bedrooms": ("卧室数", "Bedrooms"),
    "halls": ("厅数", "Living rooms"),
    "baths": ("卫生间数", "Bathrooms"),
    "area": ("面积", "Area"),
    "rent": ("租金", "Rent"),
    "payment": ("付款方式", "Payment"),
    "way": ("出租方式", "Whole or shared"),
    "orientation": ("朝向", "Orientation"),
    "available": ("可入住日期", "Free from"),
    "listed": ("发布日期", "Listed on"),
    "phone": ("电话", "Phone"),
    "contact": ("联系人", "Contact"),
    "state": ("状态", "State"),
    "longitude": ("经度", "Longitude"),
    "latitude": ("纬度", "Latitude"),
    "remark": ("备注", "Remark"),
}
"""Columns of a list of vacancies."""
ACCOUNT: Table = {
    "taken": ("发布", "taken"),
    "same": ("与以前相同", "same as before"),
    "doubtful": ("存疑", "doubtful"),
    "refused": ("退回", "refused"),
}
"""What became of rows."""
