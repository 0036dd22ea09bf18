"""What in a column title changes whose, which or what it speaks of."""
# ruff: noqa: E501 - word tables read better as blocks than one word a line

from __future__ import annotations

# fmt: off

TRADITIONAL = str.maketrans(
    "號碼證電話聯絡繫員機門棟樓單職離來時間國籍戶現務關係備註廠車組長業處貫遷廳區縣鄉鎮鄰裡產權類別歲齡稱續訂簽約終結實際暫臨閱鍵記錄領條稅費險鐵縮狀態學歷專統總計達動進退搬負責審對應當屬監護緊聖親與書寫數項編順補納籤婦夫滿轉離開發訊號義",
    "号码证电话联络系员机门栋楼单职离来时间国籍户现务关系备注厂车组长业处贯迁厅区县乡镇邻里产权类别岁龄称续订签约终结实际暂临阅键记录领条税费险铁缩状态学历专统总计达动进退搬负责审对应当属监护紧圣亲与书写数项编顺补纳签妇夫满转离开发讯号义",
)
"""Characters of titles in traditional script → simplified."""

FORMER = (
    "原", "旧", "曾用", "曾", "首次", "上次", "前次", "第一次", "历史", "变更前", "以前", "其他", "其它", "备用",
    "第二", "另一", "old", "former", "previous", "first", "other", "second",
)
"""A column so called holds what was, or what else there is: never the person's present own."""
OWN = ("本人", "本次", "现", "新", "最新", "当前", "变更后", "本期", "new", "current")
"""Where several columns are alike, the one so called is meant."""
ELSEWHERE = (
    "合同", "劳动合同", "协议", "试用", "转正", "证件", "身份证", "护照", "签证", "保险", "社保", "公积金", "医保",
    "居住证", "居留", "驾驶证", "驾照", "有效", "培训", "毕业", "入学", "学习", "体检", "健康证", "疫苗", "接种",
    "发证", "签发", "办证", "年检", "租金", "缴费", "收费", "打印", "填报", "申报", "登记", "审核", "审批", "数据",
    "信息", "记录", "更新", "创建", "录入", "采集", "残疾", "烈属", "银行", "开户", "工资", "税", "涉税", "车",
    "车辆", "营业", "执照", "学校", "毕业证", "学历", "学位", "职称", "资格", "上岗证", "操作证", "党", "参保",
    "停保", "退役", "服役", "出国", "入境", "离境", "出境", "预计", "实习", "contract", "visa", "passport", "expiry",
    "valid", "probation", "insurance", "bank", "print", "created", "updated", "issue", "graduation", "school",
    "license", "training",
)
"""What is before a general word (a date, a number) and makes it speak of another matter."""
OTHER_PERSONS = (
    "房东", "户主", "业主", "出租人", "出租方", "出租户", "甲方", "房主", "屋主", "产权人", "二房东", "紧急", "应急",
    "配偶", "家属", "监护人", "法人", "法定代表人", "负责人", "班组长", "组长", "介绍人", "父亲", "母亲", "父", "母",
    "中介", "担保人", "亲属", "经办", "登记员", "网格员", "协管员", "带队", "推荐人", "联系人", "管理员", "子女",
    "儿童", "老人", "家长", "领导", "主管", "班长", "师傅", "室友", "同住人", "随行", "共同居住人", "单位", "公司",
    "企业", "工厂", "学校", "物业", "landlord", "owner", "spouse", "emergency", "guardian", "parent", "father",
    "mother", "company", "employer", "agent", "supervisor", "manager", "contactperson",
)
"""A title that names one of these before or in brackets speaks of that person or body."""
LANDLORDS = (
    "房东", "户主", "业主", "出租人", "出租方", "出租户", "甲方", "房主", "屋主", "产权人", "二房东", "landlord",
    "owner",
)
GENERAL = frozenset(
    {
        "楼层", "证号", "证件号", "编号", "号码", "单位", "房", "楼", "栋", "座", "室", "幢", "户籍", "来源", "出生",
        "关系", "说明", "其他", "人员", "社区", "村", "小区", "职业", "事由", "地址", "日期", "时间", "户号", "房间",
        "门牌", "住址", "备注", "来意", "去向", "公司", "部门", "班组", "小组", "签名", "名字", "姓名", "电话",
        "手机", "开始日期", "开始时间", "起始日期", "起始时间", "结束日期", "结束时间", "终止日期", "截止日期",
        "到期日期", "离开日期", "离开时间", "类别", "性别", "年龄", "民族", "国籍", "状态",
    }
)
"""Words that say too little to be found at the end of a longer title, unless what stands before only says whose it is."""
WHOSE = (
    "本人", "个人", "员工", "职工", "工人", "人员", "租客", "租户", "承租人", "承租方", "乙方", "流动人口",
    "流动人员", "居民", "住户", "入住人", "居住人", "务工人员", "新市民", "学生", "师生", "从业人员", "现", "目前",
    "当前", "本次", "本期", "最近一次", "最近", "末次", "您的", "的", "请填写", "填写", "必填", "选填", "最新", "新",
    "主要", "常用", "入住", "居住", "租住", "暂住", "实际", "详细", "具体", "所在", "所属", "来本地", "来长", "外出",
    "流入", "流出", "tenant", "employee", "staff", "worker", "resident", "person", "your", "my", "full", "home",
    "actual", "current", "new",
)
"""What may stand before such a word."""
PARTS = (
    "省", "自治区", "市", "州", "盟", "城市", "省份", "地市", "市州", "区县", "县区", "县", "区", "县市区", "市县",
    "乡镇", "镇", "乡", "街道", "镇街", "社区", "村", "村居", "村组", "组", "居委会", "详细地址", "详址", "详细",
    "具体地址", "具体", "门牌号", "门牌", "路", "街", "路名", "街路巷", "路巷", "号", "地址", "省市", "省市县",
    "楼栋", "小区",
)
"""Parts of one address in several columns, as they stand at the end of a title or in its brackets."""
BEFORE_NOW = r"(?<![目当])前|原|旧|曾|上一|上次|以前|之前"
"""Within a title: it speaks of what was before (来本地前居住地), and not of now (目前居住地)."""
