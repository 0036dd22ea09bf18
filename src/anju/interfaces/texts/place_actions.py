"""What was done about homes, vacancies and employers, in groups of `actions`: action → (Chinese, English)."""

from __future__ import annotations

from anju.interfaces.texts.labels import Table

PLACE: Table = {
    "places.enter_home": ("录入房屋", "Home entered"),
    "register.addresses": ("合并或拆开地址", "Addresses joined or parted"),
    "register.addresses_undone": (
        "撤销地址的合并或拆开",
        "Merging or separating of addresses undone",
    ),
    "regions.add_area": ("补录区划代码", "Area code added"),
    "grids.edit": ("改动网格边界", "Boundaries of grids changed"),
    "grids.undo": ("撤销网格边界的改动", "Change of boundaries undone"),
    "places.alias": ("记下地址别名", "Other name of an address noted"),
    "places.position": ("标注楼栋位置", "Building put on the map"),
    "places.verify": ("核实楼栋", "Building verified"),
    "places.change_home": ("修改房屋信息", "Fields of a home changed"),
    "places.join": ("楼栋并入已有楼栋", "Building joined to one on file"),
    "home.propose": ("房东申报房间", "Rooms entered by the landlord"),
    "housing.listings_undone": ("撤销整批房源", "File of vacancies taken back"),
    "housing.inspection": ("安全检查", "Premises inspected"),
    "housing.rental": ("房屋租赁备案", "Step of a rental on file"),
    "housing.hazard": ("隐患处理", "Step of a hazard"),
    "housing.listing_offer": ("发布空房", "Vacancy offered"),
    "housing.listing_change": ("修改发布的空房", "Vacancy changed"),
    "housing.thread_forgotten": (
        "到期删除租房留言",
        "Messages about a vacancy deleted, their time over",
    ),
    "housing.photo_forgotten": (
        "到期删除隐患照片",
        "Photograph of a hazard deleted, its time over",
    ),
    "housing.listing_withdraw": ("撤下发布的空房", "Vacancy withdrawn"),
    "housing.listing_reopen": (
        "重新发布空房，或确认还在出租",
        "Vacancy offered again or renewed",
    ),
    "housing.search_save": ("保存找房条件", "Search for a home saved"),
    "housing.search_leave": ("去掉保存的找房条件", "Saved search for a home left"),
    "housing.message": ("发出找房留言", "Message about a vacancy sent"),
    "housing.viewing_proposed": ("提议看房时间", "Viewing proposed"),
    "housing.viewing_accepted": ("同意看房时间", "Viewing agreed"),
    "housing.viewing_declined": ("婉拒看房时间", "Viewing declined"),
    "housing.viewing_cancelled": ("取消看房", "Viewing cancelled"),
    "housing.listings_expire": (
        "长期没有更新的房源自动撤下",
        "Vacancies not renewed for long withdrawn",
    ),
    "housing.listings_let": (
        "有人登记入住，房源自动撤下",
        "Vacancy withdrawn because somebody was checked in",
    ),
    "housing.listings_not_let": (
        "入住登记撤销，房源恢复",
        "Vacancy offered again because a check-in was undone",
    ),
    "housing.listings_confirm": ("确认存疑的房源", "Doubtful vacancies confirmed"),
    "housing.listings_refuse": ("退回存疑的房源", "Doubtful vacancies refused"),
    "housing.listings_undecide": (
        "撤回对存疑房源的处理",
        "Decision about doubtful vacancies undone",
    ),
    "housing.dwelling": ("填写房间情况", "State of a home stated"),
    "employer.contact_add": ("添加单位联系人", "Employer's contact added"),
    "employer.contact_remove": ("移除单位联系人", "Employer's contact removed"),
    "employer.add": ("登记用工单位", "Employer filed"),
    "employer.change": ("修改用工单位信息", "Fields of an employer changed"),
    "employer.liaison": ("指定或取消联络员", "Liaison person named or not"),
    "employer.site_add": ("登记单位场所", "Site filed"),
    "employer.site_end": ("单位场所结束", "Site ended"),
    "employer.site_reopen": ("单位场所恢复使用", "Site reopened"),
    "employer.site_remove": ("删除误登的场所", "Site filed by mistake removed"),
    "employer.service_day": ("单位服务日", "Step of a service day"),
    "employer.remind": ("提醒用工单位", "Employer reminded"),
    "roster.unchanged": ("单位报本周人员无变化", "Week said to be unchanged"),
    "roster.unchanged_withdrawn": (
        "撤回“本周无变化”",
        "Word of an unchanged week taken back",
    ),
}
