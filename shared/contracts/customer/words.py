"""Words of customer files (W2)."""

from shared.contracts.labelled import Words


class CustomerKind(Words):
    """The kind of a customer (W2)."""

    PERSON = "person", "个人", "Person"
    COMPANY = "company", "企业", "Company"


class FileField(Words):
    """A field of a customer file whose history is kept (W2)."""

    NAME = "name", "姓名", "Name"
    PHONE = "phone", "电话", "Phone"
    IDENTITY = "identity", "证件号码", "Identity number"
    KIND = "kind", "客户类型", "Kind"
    SEGMENT = "segment", "客户层级", "Segment"
    ACCOUNT_MANAGER = "account_manager", "客户经理", "Account manager"
    PREFERRED_NAME = "preferred_name", "称呼", "Preferred name"
    LANGUAGE = "language", "语言", "Language"
    TAGS = "tags", "标签", "Tags"
    HOUSEHOLD = "household", "家庭", "Household"
    RISK = "risk", "洗钱风险等级", "Money laundering risk"
    REVIEW_DUE = "review_due", "风险复核期限", "Review due"
    DATES = "dates", "重要日期", "Important dates"
    HOLDINGS = "holdings", "持有产品", "Holdings"


class SpokenLanguage(Words):
    """The language in which a customer likes to be spoken to (W2)."""

    MANDARIN = "mandarin", "普通话", "Mandarin"
    CANTONESE = "cantonese", "粤语", "Cantonese"
    MINNAN = "minnan", "闽南语", "Minnan"
    WU = "wu", "吴语", "Wu"
    UYGHUR = "uyghur", "维吾尔语", "Uyghur"
    TIBETAN = "tibetan", "藏语", "Tibetan"
    MONGOLIAN = "mongolian", "蒙古语", "Mongolian"
    KOREAN = "korean", "朝鲜语", "Korean"
    ENGLISH = "english", "英语", "English"
    SIGN = "sign", "手语", "Sign language"
    OTHER_LANGUAGE = "other_language", "其他语言", "Another language"


class RiskClass(Words):
    """The class of a customer's risk of money laundering (W2); it says how often the file is reviewed."""

    LOW = "low", "低风险", "Low risk"
    MEDIUM = "medium", "中风险", "Medium risk"
    HIGH = "high", "高风险", "High risk"


class DateKind(Words):
    """The kind of an important date of a customer (W2)."""

    BIRTHDAY = "birthday", "生日", "Birthday"
    WEDDING = "wedding", "结婚纪念日", "Wedding anniversary"
    FOUNDED = "founded", "成立日", "Foundation"
    CONTRACT = "contract", "合同到期", "A contract ends"
    DOCUMENT = "document", "证件到期", "The identity document ends"
    OTHER_DATE = "other_date", "其他日期", "Another date"


class HouseholdRole(Words):
    """The place of a customer in their household (W2)."""

    HEAD = "head", "户主", "Head of the household"
    SPOUSE = "spouse", "配偶", "Spouse"
    CHILD = "child", "子女", "Child"
    PARENT = "parent", "父母", "Parent"
    OTHER_MEMBER = "other_member", "其他成员", "Another member"


class DuplicateSign(Words):
    """A sign that two files are of one customer (W2)."""

    SAME_PHONE = "same_phone", "电话相同", "The same phone"
    SAME_NAME = "same_name", "姓名或读音相同", "The same name, or one that sounds the same"
    SIMILAR_NAME = "similar_name", "姓名相近", "A similar name"
    SAME_BIRTHDAY = "same_birthday", "生日相同", "The same birthday"
