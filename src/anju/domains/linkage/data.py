"""Frozen values of linkage: what a column of a file may hold and the titles it goes by; what a training learnt, and
what a score is made of."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class Role(StrEnum):
    """What a column says of a person."""

    NAME = "name"
    GIVEN = "given_name"
    SURNAME = "surname"
    SEX = "sex"
    BIRTH = "birth_date"
    NUMBER = "number"
    PHONE = "phone"
    EMAIL = "email"
    ADDRESS = "address"
    STREET_NUMBER = "street_number"
    SUBURB = "suburb"
    POSTCODE = "postcode"
    STATE = "state"
    ORIGIN = "origin"
    HOUSEHOLD = "household"
    TRUTH = "truth"
    RECORD = "record"
    OTHER = "other"


REPEATED = frozenset({Role.NUMBER, Role.PHONE, Role.EMAIL, Role.ADDRESS, Role.OTHER})
"""Roles that several columns of one file may have."""


@dataclass(frozen=True, slots=True)
class Field:
    """One fact about a person that is compared: its name, what it is, and its columns on either side (several are
    joined)."""

    name: str
    role: Role
    left: tuple[str, ...]
    right: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Reading:
    """What was taken for what. `truth`: the columns and how the common core was read from them, or None. `household`:
    the columns of households. `ignored`: columns that are not compared, with the reason."""

    fields: tuple[Field, ...]
    truth: Truth | None
    household: tuple[str, str] | None
    ignored: dict[str, str]


@dataclass(frozen=True, slots=True)
class Truth:
    """Columns that say which records are one entity; `core` names what was read from the values; `named`: the title
    says so, else the values only look so."""

    left: str
    right: str
    core: str
    named: bool


TITLES: dict[Role, str] = {
    Role.TRUTH: (
        "entity entity_id entityid entity_no true_entity entity_true cluster cluster_id clusterid "
        "true_cluster truth truth_id truthid true_id trueid true_person_id ground_truth groundtruth gold "
        "gold_id goldid label labels match_id matchid true_match person_entity real_id realid group_truth "
        "canonical_id 实体 实体编号 实体id 真值 真实编号 真实id 真实身份 真实人员 真身 簇 簇编号 聚类 "
        "聚类编号 同一人 同一人编号 标准答案 真人编号 真实人"
    ),
    Role.RECORD: (
        "rec_id recid record_id recordid record_no record_number record id uid unique_id uniqueid row_id "
        "rowid row index idx no nr num seq sequence person_id personid pid ssid key source_id ref reference "
        "unnamed 记录号 记录编号 记录id 编号 序号 行号 流水号 人员编号 个人编号 人员id 主键 档案号 登记编号"
    ),
    Role.NAME: (
        "name full_name fullname person_name person complete_name names 姓名 名字 名称 人员姓名 中文姓名 "
        "申报姓名 居民姓名 员工姓名 承租人 承租人姓名 登记姓名 户主姓名 被登记人 xm xingming"
    ),
    Role.GIVEN: (
        "given_name givenname given first_name firstname first fname f_name forename forenames christian_name "
        "given_names first_names vorname prenom nombre 名 名字部分"
    ),
    Role.SURNAME: (
        "surname sur_name last_name lastname last lname l_name family_name familyname family sname nachname "
        "nom apellido 姓 姓氏"
    ),
    Role.SEX: ("sex gender sex_code m_f 性别 xb"),
    Role.BIRTH: (
        "date_of_birth dateofbirth dob birth_date birthdate birthday birth born date_birth bdate b_date "
        "geburtsdatum birth_day day_of_birth 出生日期 出生年月 出生年月日 生日 出生 出生时间 csrq"
    ),
    Role.NUMBER: (
        "soc_sec_id socsecid soc_sec ssn social_security social_security_number social_security_no ss_id "
        "national_id nationalid id_number idnumber id_no idno id_card idcard id_card_no identity_number "
        "identity identity_card passport passport_no passport_number document document_number doc_number "
        "document_no nin tax_id tfn medicare insurance_no insurance_number 证件号码 证件号 证件编号 身份证 "
        "身份证号 身份证号码 公民身份号码 公民身份证号码 身份号码 护照号 护照号码 社保号 社会保障号 "
        "社会保障号码 居民身份证号 居民身份证号码 sfz sfzh zjhm"
    ),
    Role.PHONE: (
        "phone phone_number phone_no telephone tel tel_no mobile mobile_phone mobile_number cell cellphone "
        "phone_home contact contact_number contact_phone phonenum 手机 手机号 手机号码 电话 电话号码 联系电话 "
        "联系方式 移动电话 本人电话 sjh"
    ),
    Role.EMAIL: ("email e_mail mail email_address 邮箱 电子邮箱 电子邮件 邮件"),
    Role.ADDRESS: (
        "address address_1 address_2 address_3 address1 address2 address3 addr addr1 addr2 street street_name "
        "streetname street_address home_address residence line1 line2 address_line_1 address_line_2 road 地址 "
        "住址 现住址 居住地址 现居住地址 居住地 家庭住址 家庭地址 详细地址 联系地址 通讯地址 暂住地址 "
        "房屋地址 来本地地址 现住地址 dz"
    ),
    Role.STREET_NUMBER: (
        "street_number street_no streetnumber house_number house_no housenumber house number_street stnum "
        "unit door 门牌 门牌号 房号 房间号 楼栋房号"
    ),
    Role.SUBURB: (
        "suburb city town locality place district village municipality 城市 市 镇 区 区县 街道 社区 乡镇 "
        "所属社区 所属街道"
    ),
    Role.POSTCODE: (
        "postcode post_code zip zipcode zip_code postal_code postal plz pcode 邮编 邮政编码"
    ),
    Role.STATE: ("state province region county territory 省 省份 州"),
    Role.ORIGIN: (
        "origin hometown native_place birthplace place_of_birth 户籍 户籍地 户籍地址 籍贯 户籍所在地 来源地 "
        "户口所在地 户籍地区划"
    ),
    Role.HOUSEHOLD: (
        "household household_id hh_id hhid family_id familyid household_no 户号 家庭编号 户编号 家庭号 户id"
    ),
}


@dataclass(frozen=True, slots=True)
class LevelWeight:
    """How often pairs reach a level: of one person (`m`), of two people by chance (`u`), of two people of one
    household (`f`). `rare`: for equal values the frequency of the value stands in place of `u`."""

    name: str
    m: float
    u: float
    f: float
    rare: bool = False


@dataclass(frozen=True, slots=True)
class Parameters:
    """The weights of a model: per fact the levels in their order; the shares of pairs of one person and of relatives
    among all pairs of records."""

    facts: dict[str, tuple[LevelWeight, ...]]
    matches: float
    relatives: float
