"""Faults of a file and of its rows, each with a stable code and a word in both languages. No value of a row
is ever part of a fault."""

from pydantic import BaseModel, ConfigDict

from shared.contracts.labelled import Words


class FaultCode(Words):
    """The faults of a row."""

    NAME_MISSING = "name_missing", "缺少姓名", "The name is missing"
    NAME_UNREADABLE = "name_unreadable", "姓名中没有可读的文字", "The name has no letter"
    PHONE_MISSING = "phone_missing", "缺少电话", "The phone number is missing"
    BAD_PHONE = "bad_phone", "电话号码有误", "This is no phone number"
    BAD_IDENTITY = "bad_identity", "证件号码有误", "This is no identity or passport number"
    BAD_NUMBER = (
        "bad_number",
        "客户号只能包含字母、数字、- 和 _",
        "A customer number has letters, digits, - and _",
    )
    DIGITS_LOST = (
        "digits_lost",
        "数字已被表格软件截断，请将该列设为文本格式",
        "The spreadsheet has lost digits of this number; make the column text",
    )
    FORMULA = "formula", "单元格是公式", "The cell holds a formula"
    FIELD_TOO_LONG = "field_too_long", "内容过长", "The field is too long"
    UNREADABLE = "unreadable", "含有无法保存的字符", "The field has characters that cannot be kept"
    UNKNOWN_SEGMENT = "unknown_segment", "未知的客户层级", "There is no such segment"
    UNKNOWN_KIND = "unknown_kind", "客户类型应为个人或企业", "The kind is person or company"
    BAD_USCC = (
        "bad_uscc",
        "企业须填写正确的统一社会信用代码",
        "A company needs its unified social credit code, and this is none",
    )
    UNKNOWN_MANAGER = (
        "unknown_manager",
        "本网点没有该客户经理",
        "There is no such account manager at the branch",
    )
    NOT_ACCOUNT_MANAGER = (
        "not_account_manager",
        "该员工不是客户经理",
        "This member of staff is no account manager",
    )
    DUPLICATE_IN_FILE = (
        "duplicate_in_file",
        "与文件中另一行重复",
        "Another row of the file is the same customer",
    )
    DUPLICATE_SUSPECTED = (
        "duplicate_suspected",
        "疑似已有档案，默认不导入",
        "There may be a file already; not imported by itself",
    )
    OTHER_BRANCH = "other_branch", "该客户属于其他网点", "This is a customer of another branch"
    CUSTOMER_ERASED = (
        "customer_erased",
        "该客户号的档案已被删除",
        "The file of this customer number was erased",
    )
    CREDENTIAL_TAKEN = (
        "credential_taken",
        "证件号码已属于另一客户",
        "The identity number belongs to another customer",
    )
    ROW_UNREADABLE = "row_unreadable", "该行格式有误（引号）", "The row has a quotation mark out of place"
    TOO_MANY_CELLS = "too_many_cells", "单元格多于表头", "The row has more cells than the header"
    REFUSED = "row_refused", "该行无法导入", "The row cannot be imported"


class FileFault(Words):
    """The faults for which a whole file is refused."""

    EMPTY = "file_empty", "文件没有数据", "The file has no rows"
    ENCODING_UNKNOWN = (
        "encoding_unknown",
        "文件编码既不是 UTF-8 也不是 GB18030",
        "The file is neither UTF-8 nor GB18030",
    )
    ENCODING_LIES = (
        "encoding_lies",
        "文件编码与所声明的不符",
        "The file is not in the encoding that it claims",
    )
    ENCODING_MIXED = (
        "encoding_mixed",
        "文件混用了两种编码",
        "The file has lines in two encodings",
    )
    ENCODING_DOUBTFUL = (
        "encoding_doubtful",
        "无法确定文件编码，请选择编码后重新上传",
        "The encoding is in doubt; choose it, and send the file again",
    )
    QUOTE_OPEN = "quote_open", "引号没有闭合", "A quotation mark is never closed"
    COLUMNS_UNKNOWN = (
        "columns_unknown",
        "表头中找不到姓名或电话列",
        "The header names no column for the name or the phone",
    )
    COLUMN_TWICE = "column_twice", "表头中同一列出现两次", "The header names a column twice"
    TOO_MANY_ROWS = (
        "too_many_rows",
        "超过 100000 行，请拆分",
        "There are more than 100,000 rows; split the file",
    )
    TOO_MANY_COLUMNS = "too_many_columns", "超过 64 列", "There are more than 64 columns"
    ZIP_BOMB = "zip_bomb", "压缩内容过大，拒绝解压", "It would unpack to too much, and is not unpacked"
    WORKBOOK_UNREADABLE = "workbook_unreadable", "无法读取该工作簿", "The workbook cannot be read"
    BROKEN = "import_broken", "导入程序出错，请联系运维", "The import has failed; tell operations"


class FileRefused(Exception):
    """A file that cannot be imported, for a `fault` of the whole, found at `row` if at one."""

    def __init__(self, fault: FileFault, row: int | None = None) -> None:
        super().__init__(fault.value)
        self.fault, self.row = fault, row


class Fault(BaseModel):
    """A fault of a row, in a `column` if in one; `other` is the row it clashes with."""

    model_config = ConfigDict(frozen=True)

    row: int
    column: str = ""
    code: FaultCode
    other: int | None = None
