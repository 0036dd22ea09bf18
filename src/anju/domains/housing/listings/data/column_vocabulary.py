"""What agencies, landlords and programs call their columns; one field may have many titles."""

from __future__ import annotations

# fmt: off

WORDS: dict[str, tuple[str, ...]] = {
    "serial": ("序号", "序", "行号", "no", "index", "unnamed: 0", "项次"),
    "number": (
        "房源编号", "房源号", "房源id", "房源代码", "房源码", "编号", "挂牌编号", "核验码", "房源核验码", "id",
        "houseid", "house_id", "house_code", "listingid", "listing_id", "housecode", "listingno",
    ),
    "home_code": ("房屋码", "门牌码", "房屋编码", "房屋代码", "homecode", "home_code"),
    "title": (
        "标题", "房源标题", "房源名称", "房源描述", "房源信息", "房屋信息", "房源概况", "描述", "房源",
        "房屋标题", "title", "headline", "info",
    ),
    "city": ("城市", "所在城市", "城市名", "city"),
    "district": (
        "区域", "区", "区县", "行政区", "所在区域", "所在区", "城区", "所属区域", "所属区", "district",
        "county", "region", "area_name",
    ),
    "town": (
        "街道", "镇", "乡镇", "街镇", "镇街", "商圈", "板块", "片区", "所属街道", "所在商圈", "town", "street",
        "bizcircle", "business_area", "businessarea", "block",
    ),
    "community": ("社区", "村", "村居", "居委会", "所属社区", "所在社区", "村社区"),
    "estate": (
        "小区", "小区名", "小区名称", "楼盘", "楼盘名称", "楼盘名", "物业名称", "项目名称", "公寓名称",
        "所在小区", "所属小区", "建筑名称", "village", "estate", "community", "communityname", "community_name",
        "resblock_name", "housing_estate", "neighborhood", "xiaoqu",
    ),
    "address": (
        "地址", "详细地址", "房屋地址", "房源地址", "房屋坐落", "坐落", "位置", "房屋位置", "房源位置",
        "所在位置", "门牌地址", "出租屋地址", "地点", "具体地址", "小区/地址", "地址/小区", "小区地址",
        "address", "location", "addr", "fulladdress",
    ),
    "building": ("楼栋", "栋", "幢", "栋号", "楼号", "幢号", "座", "座栋", "building", "building_no"),
    "unit": ("单元", "单元号", "unit"),
    "room": ("房号", "房间号", "室号", "门牌号", "房间", "房间编号", "room_no", "roomno", "roomnumber"),
    "space": ("间", "房间名", "卧室名", "出租间", "卧室", "roomname"),
    "floor": (
        "楼层", "楼层/总楼层", "所在楼层/总楼层", "楼层总层", "所在楼层", "层", "层数", "所在层", "floor",
        "height", "floor_info",
    ),
    "floors": ("总楼层", "总层数", "总层", "楼层总数", "共几层", "total_floor", "totalfloor", "floors"),
    "layout": (
        "户型", "房型", "房屋户型", "室厅", "几室几厅", "格局", "居室", "厅室", "房屋结构", "layout",
        "housetype", "house_type", "model", "roomtype",
    ),
    "bedrooms": ("室", "卧室数", "卧室数量", "房间数", "室数", "bedrooms", "bedroom", "rooms", "shi"),
    "halls": ("厅", "厅数", "客厅数", "厅的数量", "livingroom", "livingrooms", "halls", "ting"),
    "baths": ("卫", "卫数", "卫生间数", "卫的数量", "bathroom", "bathrooms", "baths", "wei"),
    "area": (
        "面积", "建筑面积", "房屋面积", "使用面积", "套内面积", "出租面积", "租赁面积", "平米", "平米数",
        "平方", "平方米", "面积平方米", "size", "area", "square", "area_sqm", "acreage", "house_area", "sqm",
    ),
    "rent": (
        "租金", "月租", "月租金", "租价", "房租", "价格", "价钱", "月租价格", "租金价格", "报价", "挂牌价",
        "挂牌租金", "每月租金", "元/月", "rent", "price", "rental", "monthlyrent", "monthly_rent", "rent_price",
        "house_price", "money",
    ),
    "payment": (
        "付款方式", "支付方式", "押付", "押付方式", "付款", "租金支付", "押金", "押金方式", "付租方式",
        "deposit", "payment",
    ),
    "way": (
        "出租方式", "租赁方式", "租赁类型", "出租类型", "整租合租", "合租整租", "方式", "租住方式", "出租形式",
        "rent_type", "renttype", "rental_type", "type",
    ),
    "orientation": ("朝向", "房屋朝向", "方位", "direction", "orientation", "toward", "roomdir"),
    "available": (
        "入住时间", "可入住时间", "可入住日期", "可入住", "入住日期", "起租日期", "可租日期", "空出时间",
        "空出日期", "可看入住", "最早入住", "available", "available_from", "availablefrom", "checkin", "movein",
    ),
    "listed": (
        "发布时间", "发布日期", "挂牌时间", "挂牌日期", "登记日期", "登记时间", "更新时间", "更新日期",
        "录入时间", "上架时间", "上架日期", "listed", "publish_time", "publishtime", "date", "time", "pubdate",
        "update_time",
    ),
    "phone": (
        "电话", "联系电话", "手机", "手机号", "手机号码", "联系方式", "联系手机", "房东电话", "业主电话",
        "经纪人电话", "看房电话", "咨询电话", "电话号码", "tel", "phone", "mobile", "telephone",
        "contact_phone", "landlord_phone", "agent_phone", "owner_phone", "contactnumber",
    ),
    "contact": (
        "联系人", "经纪人", "业务员", "房东", "业主", "房东姓名", "业主姓名", "委托人", "管家", "负责人",
        "发布人", "contact", "agent", "landlord", "owner", "contact_name",
    ),
    "state": ("状态", "房源状态", "出租状态", "房态", "租赁状态", "是否已租", "state", "status"),
    "longitude": ("经度", "lng", "lon", "longitude"),
    "latitude": ("纬度", "lat", "latitude"),
    "remark": (
        "备注", "说明", "配套", "配套设施", "设施", "房屋配置", "家具家电", "家电", "家具", "标签", "房源标签",
        "特色", "亮点", "其他", "remark", "remarks", "note", "notes", "tags", "facilities", "description",
    ),
    "other": (
        "链接", "网址", "详情链接", "图片", "来源", "平台", "门店", "公司", "中介公司", "中介", "装修",
        "装修情况", "电梯", "有无电梯", "地铁", "地铁线路", "地铁站", "距地铁", "距离地铁", "车位", "供暖",
        "用水", "用电", "燃气", "看房", "看房时间", "租期", "关注人数", "看过人数", "带看", "均价", "小区均价",
        "年代", "建成年代", "房屋用途", "建筑类型", "物业费", "中介费", "服务费", "url", "link", "href", "img",
        "image", "images", "source", "subway", "decoration", "elevator", "platform",
    ),
}
# fmt: on
"""Field → titles. `other` and `serial` are known in order to be left alone."""
PLACES = ("home_code", "address", "estate", "title", "community")
"""Fields of which one must be there: without any, nobody knows which home is offered."""
NEEDED = "rent"
"""The field without which a table is no list of vacancies."""
FIELDS = tuple(f for f in WORDS if f not in ("serial", "other"))
TITLE_NOISE = ("必填", "选填", "可选", "如实填写", "请填写")
