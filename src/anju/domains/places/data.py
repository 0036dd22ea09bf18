"""Homes and addresses as frozen values, and the words of addresses."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True, slots=True)
class BuildingView:
    """A building with its address in words. `party` answers for it."""

    id: int
    code: str
    region: str
    address: str
    name: str
    kind: str
    floors: int
    party: str
    verified: bool

    @property
    def title(self) -> str:
        """Address and building name in one line."""
        return f"{self.address}{self.name}" if self.name != self.address else self.address


@dataclass(frozen=True, slots=True)
class Position:
    """A place on the map, in whole 1e-7 degrees of CGCS2000."""

    longitude: int
    latitude: int


@dataclass(frozen=True, slots=True)
class HomeView:
    """A home: where it is, how many it holds. `text` is the whole address below the community."""

    id: int
    code: str
    region: str
    party: str
    text: str
    unit: str
    floor: int
    room: str
    capacity: int
    dwelling: str
    building_id: int
    building_code: str
    verified: bool
    closed_on: date | None = None


@dataclass(frozen=True, slots=True)
class HolderView:
    """Who answers for buildings."""

    id: int
    name: str
    kind: str
    person_id: int | None
    phone_masked: str

    @property
    def party(self) -> str:
        """The scope key."""
        return f"holder:{self.id}"


@dataclass(frozen=True, slots=True)
class Loads:
    """Homes by use. `let` includes `over` (more persons than the home holds); `capacity` in persons."""

    homes: int
    free: int
    let: int
    over: int
    capacity: int


NUMERALS = "零〇○一二三四五六七八九十百两"
N = rf"(?:[0-9]+|[{NUMERALS}]+)"
"""A number in either writing."""
MARK = rf"(?:[A-Z]?[0-9]+[A-Z]?|[A-Z]{{1,2}}[0-9]*|[{NUMERALS}]+|[甲乙丙丁戊])"
"""What tells one building, unit or area from the next."""

ROAD_ENDS = "大道|大街|公路|马路|胡同|国道|省道|县道|乡道|高速|环线|里弄|支路|辅路|路|街|巷|弄|道"
ROAD_AFTER = (
    rf"(?:[东西南北中上下内外前后]|[东西][南北]|[{NUMERALS}0-9]+)?"
    "(?:支路|辅路|环路|路|大街|街(?!道)|大道|巷|弄|胡同)"
)
"""Makes a road of the words before it: 公园 + 东路."""
ROAD_TAIL = (
    rf"(?:(?:[东西南北中上下]|[东西南北]?[{NUMERALS}0-9]+)段|"
    r"之[一二三四五六七八九十0-9]{1,2}(?=[0-9])|延长线|延伸线|延长段|延伸段|"
    rf"(?:[东西南北中上下前后]{{0,2}}[{NUMERALS}0-9]{{1,3}}|[东西南北横后前])(?:巷|胡同|支路|横街|横巷|横路))"
)

TOWN_ENDS = (
    "街道办事处|街道办|街道|街办事处|街办|(?<!驻[一-鿿])(?<!公司)(?<!街道)办事处|民族乡|苏木|镇|乡"
)
COMMUNITY_ENDS = (
    "社区居民委员会|社区居委会|社区村委会|社区|村民委员会|居民委员会|村委会|居委会|行政村|"
    "经济合作社|管理区|嘎查|(?<!新)(?<!度假)(?<!渔人)村"
)
ZONE_ENDS = (
    "(?:经济技术|经济|高新技术产业|高新技术|高新|技术产业|产业|工业|旅游|生态|综合|农业|物流|临空|临港|化工|科技|"
    "出口加工|国家|省级|现代|新型)*(?:开发区|示范区|农发区|经发区|保税区|保税港区|度假区|工业园区|产业园区|工业集中区|产业集聚区|集聚区|工业区|"
    "工业园|高新区|经开区|合作区|试验区|高新园区|园区|新区|功能区|区块)"
)
GROUP_ENDS = "村民小组|生产队|居民小组|小组|自然村|片区|组|队|片|屯"
GROUP_NAMES = (
    "自然村|村民小组|小组|组|片|屯|寨|浜|埭|宕|岙|"
    "湾|冲|塘|坪|坳|岭|岗|庄|坝|墩|坞|畈|坑|堂|宅|店|桥头|埠|垸|台子|圩|垄|墟|村|里|社"
)

STRONG_ENDS = (
    "厂区|校区|院区|小区|花园|花苑|家园|公寓|新村|山庄|别墅|豪庭|华庭|名苑|嘉苑|雅苑|佳苑|名邸|御府|大厦|大楼|商务楼|写字楼|综合楼|办公楼|教学楼|宿舍楼|"
    "广场|商城|商场|商厦|购物中心|购物公园|批发市场|农贸市场|市场|超市|便利店|百货|卖场|奥特莱斯|"
    "大学|学院|中学|小学|幼儿园|学校|医院|卫生院|诊所|药店|药房|大药房|卫生服务中心|服务中心|会展中心|中心|"
    "酒店|宾馆|旅馆|招待所|饭店|餐厅|酒楼|公司|集团|工厂|厂|银行|支行|分行|营业厅|营业部|邮局|"
    "派出所|公安局|政府|法院|检察院|管委会|居委会|委员会|办事处|税务局|管理局|博物馆|图书馆|体育馆|展览馆|文化馆|纪念馆|会馆|"
    "火车站|汽车站|客运站|地铁站|高铁站|公交站|加油站|收费站|车站|机场|码头|公园|景区|风景区|产业园|创业园|科技园|创意园|软件园|物流园|"
    "工业城|汽车城|家居城|建材城|商贸城|国际城|影城|仓库|车库|停车场|养殖场|农场|林场|教堂|清真寺|俱乐部|会所|大院|工地|基地|研究所|研究院|"
    "设计院|养老院|福利院|敬老院|村委会|网吧|驿站|菜鸟驿站|快递点|店|部|馆"
)
WEAK_ENDS = "苑|园|城|庭|府|邸|居|轩|阁|里|庄|坊|院|湾|台|楼|村|座|站|寺|庙|桥|门|场|所|局|区|期|廊|都|汇|港|谷|寓|墅"

ASSISTS = (
    "靠近|临近|毗邻|紧邻|斜对面|正对面|对面|旁边|附近|隔壁|楼下|楼上|门口|后门口|大门口|后面|前面|后边|前边|里面|外面|背后|背面|左侧|右侧|"
    "[东西南北]{1,2}(?:侧|面|边|向|首|头|端|角)|[往向朝以][东西南北里前后左右上下]{1,2}(?:走|拐|行|转)?(?:到底)?|"
    "入口(?:处)?|出口(?:处)?|出入口|路口往[东西南北]|旁|内|处|拐角|转角|尽头|沿线|沿街|之间"
)
CROSSINGS = (
    "交叉路口|交叉口|交汇处|交汇口|交界处|交接处|交会处|相交处|十字路口|丁字路口|三岔路口|路口|交口"
)
JOINING = "[与和及、/跟&]"
