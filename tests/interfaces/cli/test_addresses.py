"""``./anju addresses parse``: texts in parts, a line a line, without a database."""

from __future__ import annotations

import json

import pytest

from anju.interfaces.cli.commands.addresses import LABELS, parsed

CASES = {
    "浙江省杭州市余杭区五常街道文一西路969号淘宝城5号楼2单元301室": {
        "province": "浙江省",
        "city": "杭州市",
        "county": "余杭区",
        "street": "五常街道",
        "road": "文一西路",
        "number": "969号",
        "poi": "淘宝城",
        "building": "5号楼",
        "unit": "2单元",
        "room": "301室",
    },
    "浙江杭州余杭五常街道文一西路969号": {
        "province": "浙江",
        "city": "杭州",
        "county": "余杭",
        "street": "五常街道",
    },
    "上海市上海市徐汇区漕溪北路1200号": {
        "province": "上海市",
        "city": "上海市",
        "county": "徐汇区",
        "road": "漕溪北路",
    },
    "南京西路1266号恒隆广场": {
        "city": "",
        "road": "南京西路",
        "number": "1266号",
        "poi": "恒隆广场",
    },
    "杭州大厦C座": {"city": "", "poi": "杭州大厦", "building": "C座"},
    "湖南省浏阳市洞阳镇东园村1片幸福路8-1号101室": {
        "county": "浏阳市",
        "street": "洞阳镇",
        "community": "东园村",
        "village_group": "1片",
        "road": "幸福路",
        "number": "8-1号",
        "sub_number": "1",
        "room": "101室",
        "code": "430181124227",
    },
    "杭州西湖区三墩镇古墩路与文一西路交叉口往东50米": {
        "road": "古墩路 文一西路",
        "intersection": "交叉口",
        "assist": "往东",
        "distance": "50米",
    },
    "杭州市江干区下沙经济技术开发区5号大街17号": {
        "county": "江干区",
        "devzone": "下沙经济技术开发区",
        "road": "5号大街",
    },
    "嘉绿苑小区3-1-501": {"poi": "嘉绿苑小区", "building": "3", "unit": "1", "room": "501"},
    "浙江省杭州市杭州市西湖区学院路２９號": {
        "city": "杭州市",
        "redundant": "杭州市",
        "county": "西湖区",
        "number": "２９號",
    },
    "湖北省恩施州恩施市舞阳坝街道施州大道10号": {
        "city": "恩施州",
        "county": "恩施市",
        "road": "施州大道",
    },
    "": {"rest": ""},
    "西四北大街甲12号院乙2号楼": {
        "road": "西四北大街",
        "number": "甲12号院",
        "building": "乙2号楼",
    },
    "高新区永泰路9号附3-1号": {"number": "9号附3-1号", "building": ""},
    "洞阳路8、10号": {"number": "8、10号", "building": ""},
    "洞阳路8号楼上": {"number": "8号", "assist": "楼上", "building": ""},
    "工业大道8号商铺12": {"number": "8号", "room": "商铺12"},
    "工业大道8号1栋夹层": {"building": "1栋", "floor": "夹层"},
    "农贸市场C12档": {"poi": "农贸市场", "room": "C12档"},
    "龙华路自编A3号": {"road": "龙华路", "number": "自编A3号"},
    "永安镇新村4队6号": {"village_group": "4队", "number": "6号"},
    "上海市奉贤区南桥镇江海村江海一组1208号": {
        "community": "江海村",
        "village_group": "江海一组",
        "number": "1208号",
    },
    "解放路西三巷12号": {"county": "", "road": "解放路西三巷", "number": "12号"},
    "成都市武侯区一环路南三段18号附7号": {"road": "一环路南三段", "number": "18号附7号"},
    "北京市海淀区清河街道毛纺路南社区毛纺北小区甲3号楼4单元602室": {
        "community": "毛纺路南社区",
        "poi": "毛纺北小区",
    },
    "天津市河西区友谊路街道平江道隆昌里8门303": {"poi": "隆昌里", "unit": "8门", "room": "303"},
    "辽宁省沈阳市铁西区北二中路18号甲3门": {"number": "18号", "unit": "甲3门"},
    "天津市和平区劝业场街新华路167号增1号": {
        "street": "劝业场街",
        "road": "新华路",
        "number": "167号增1号",
    },
    "广东省广州市白云区石井街朝阳村横沥大街自编12号之一3楼": {
        "street": "石井街",
        "community": "朝阳村",
        "road": "横沥大街",
        "number": "自编12号之一",
        "floor": "3楼",
    },
    "深圳市宝安区西乡街道固戍社区新村三巷5号自编302": {
        "number": "5号",
        "room": "自编302",
        "rest": "",
    },
    "山西省太原市小店区坞城街办许坦西街15号": {"street": "坞城街办", "road": "许坦西街"},
    "新疆生产建设兵团第八师石河子市143团3连12栋2单元301室": {
        "province": "新疆生产建设兵团",
        "city": "第八师",
        "county": "石河子市",
        "street": "143团",
        "community": "3连",
        "building": "12栋",
        "unit": "2单元",
        "room": "301室",
    },
    "新疆维吾尔自治区阿拉尔市十团五连6号": {
        "county": "阿拉尔市",
        "street": "十团",
        "community": "五连",
        "number": "6号",
    },
    "河北省雄安新区容城县容城镇白塔村新区四路7号": {
        "devzone": "雄安新区",
        "county": "容城县",
        "street": "容城镇",
        "road": "新区四路",
    },
    "台湾省台北市大安区和平东路三段12号6楼": {
        "city": "台北市",
        "county": "大安区",
        "road": "和平东路三段",
        "number": "12号",
    },
    "云南省红河州蒙自市文澜街道天马路延长线滨河小区5-2-701": {
        "road": "天马路延长线",
        "poi": "滨河小区",
        "building": "5",
    },
    "广东省惠州市惠城区小金口街道惠州大道小金口段28号": {
        "road": "惠州大道 小金口段",
        "number": "28号",
    },
    "长沙市芙蓉区和平路12号": {"road": "和平路", "number": "12号", "rest": ""},
    "北京市丰台区南苑乡石榴庄村西街甲15号": {
        "street": "南苑乡",
        "road": "石榴庄村西街",
        "number": "甲15号",
    },
    "四川省凉山彝族自治州西昌市西郊乡北门村三组17号": {
        "street": "西郊乡",
        "community": "北门村",
        "village_group": "三组",
    },
    "天津市西青区中北镇中北大道12号": {"street": "中北镇", "road": "中北大道"},
    "江苏省南京市鼓楼区中央门街道新门口4号-7幢503室": {
        "poi": "新门口",
        "building": "4号 7幢",
        "room": "503室",
    },
    "东莞市虎门镇怀林路31号汇源公寓A栋-605": {"building": "A栋", "room": "605"},
    "三亚市天涯区18米街9号": {"distance": "", "road": "18米街", "number": "9号"},
    "烟台市芝罘区大海阳路100号内20号": {"number": "100号内20号", "poi": ""},
    "湖南浏阳经开区康平路109号": {"province": "湖南", "devzone": "浏阳经开区", "road": "康平路"},
    "浏阳市集里办事处禧和社区北园路": {
        "street": "集里办事处",
        "community": "禧和社区",
        "road": "北园路",
    },
    "浦东区世纪大道100号": {"county": "浦东区", "road": "世纪大道"},
    "马家堡西里38楼4门502": {"building": "38楼", "unit": "4门", "room": "502"},
    "同人花园1组团3幢203室": {"subpoi": "1组团", "building": "3幢"},
    "阳光小区3#2-501": {"building": "3#", "unit": "2", "room": "501"},
    "康乐小区12-3-401室": {"building": "12", "unit": "3", "room": "401室"},
    "解放路88号后座2楼": {"building": "后座", "floor": "2楼"},
    "厂区宿舍南栋301": {"building": "南栋", "room": "301"},
    "2号楼东单元西户": {"building": "2号楼", "unit": "东单元", "room": "西户"},
    "员工宿舍B栋3楼302-4床": {"building": "B栋", "floor": "3楼", "room": "302", "bed": "4床"},
    "永安镇丰裕村大屋组15号附2": {
        "county": "",
        "street": "永安镇",
        "community": "丰裕村",
        "village_group": "大屋组",
    },
    "福建永安燕江路12号": {"county": "永安", "road": "燕江路"},
    "东莞市厚街镇涌口社区12号": {"street": "厚街镇", "community": "涌口社区", "road": ""},
    "洞阳镇砰山村新屋片8号": {"village_group": "新屋片", "number": "8号"},
    "栗庙路特1号": {"road": "栗庙路", "number": "特1号"},
    "康平路 8 号3栋 2单元 501 室": {
        "number": "8 号",
        "building": "3栋",
        "unit": "2单元",
        "room": "501 室",
    },
    "前北村2巷33号": {"community": "前北村", "road": "2巷", "number": "33号"},
    "榔梨厂区C栋612-3": {"poi": "榔梨厂区", "building": "C栋", "room": "612-3"},
    "3排5号": {"building": "3排", "room": "5号"},
    "Room 501, Unit 2, Building 3, No. 8 Dongyang Road": {
        "room": "Room 501",
        "unit": "Unit 2",
        "building": "Building 3",
        "number": "No. 8",
        "road": "Dongyang Road",
    },
}


@pytest.fixture(scope="module")
def answers():
    return dict(zip(CASES, parsed(CASES), strict=True))


@pytest.mark.parametrize("text", CASES)
def test_an_address_is_cut_into_its_parts(answers, text):
    answer = answers[text]
    assert {k: answer[k] for k in CASES[text]} == CASES[text]


def test_the_help_names_every_key_with_its_label():
    from anju.domains.places import api as places

    assert {tuple(pair.split()) for pair in LABELS} == {
        (key, label) for label, key in places.ADDRESS_KEYS.items()
    }


def test_the_parts_stand_in_the_text_where_they_say(answers):
    for answer in answers.values():
        assert all(answer["text"][p["start"] : p["end"]] == p["text"] for p in answer["parts"])
        assert all(
            one["end"] <= two["start"]
            for one, two in zip(answer["parts"], answer["parts"][1:], strict=False)
        )
        json.dumps(answer)
