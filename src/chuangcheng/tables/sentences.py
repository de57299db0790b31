"""What can be wrong with a table, in both languages: each function makes one sentence."""

from __future__ import annotations

from chuangcheng.tables.faults import Sentence

_LONGEST = 40


def short(value: str) -> str:
    """A cell as a sentence quotes it: what does not fit is cut."""
    flat = " ".join(value.split())
    return flat if len(flat) <= _LONGEST else f"{flat[:_LONGEST]}…"


def no_such_file() -> Sentence:
    """A path leads nowhere."""
    return Sentence(
        "没有这个文件或文件夹；请核对路径", "there is no such file or folder; correct it"
    )


def no_files() -> Sentence:
    """A folder holds nothing to read."""
    return Sentence(
        "文件夹里没有 CSV、Parquet 或 xlsx 文件；请放入数据文件",
        "the folder holds no CSV, Parquet or xlsx file; put the data there",
    )


def unknown_format() -> Sentence:
    """A file of a kind that is not read."""
    return Sentence(
        "读不了这种文件；请另存为 CSV、Parquet 或 xlsx",
        "files of this kind are not read; save it as CSV, Parquet or xlsx",
    )


def unreadable(reason: str) -> Sentence:
    """The system refuses to open a file."""
    return Sentence(f"打不开文件（{reason}）", f"the file cannot be opened ({reason})")


def broken(kind: str) -> Sentence:
    """A file that is cut off or is not what its name says."""
    return Sentence(
        f"文件不完整，或不是 {kind} 文件；请重新导出或复制",
        f"the file is cut off or is no {kind} file; export or copy it again",
    )


def empty() -> Sentence:
    """A file without a single row."""
    return Sentence(
        "表里没有数据行；第一行应为表头，下面至少一行数据",
        "the table has no rows; it wants a header and at least one row below it",
    )


def unknown_encoding() -> Sentence:
    """Text in neither of the encodings that are read."""
    return Sentence(
        "既不是 UTF-8 也不是 GB18030 编码；请另存为“CSV UTF-8”",
        "the text is neither UTF-8 nor GB18030; save it as CSV UTF-8",
    )


def too_long(limit: int) -> Sentence:
    """A cell no person has written."""
    return Sentence(
        f"单元格超过 {limit} 字节；请检查是否漏了引号或换行",
        f"a cell is longer than {limit} bytes; look for a lost quote or line break",
    )


def too_big(limit: int) -> Sentence:
    """A workbook that unpacks to more than will be read."""
    return Sentence(
        f"工作簿展开后超过 {limit >> 20} MB；请改用 CSV 或 Parquet",
        f"the workbook unpacks to more than {limit >> 20} MB; save it as CSV or Parquet",
    )


def too_many_parts(limit: int) -> Sentence:
    """A workbook that is made of more files than will be read."""
    return Sentence(
        f"工作簿里的文件超过 {limit} 个；请另存为新的 .xlsx，或改用 CSV",
        f"the workbook is made of more than {limit} files; save it as a new .xlsx, or as CSV",
    )


def open_quote() -> Sentence:
    """A quotation mark that is never closed."""
    return Sentence(
        "从这一行起引号没有闭合；请补上引号",
        "a quotation mark opened in this row is never closed; close it",
    )


def bad_quotes() -> Sentence:
    """A quoted cell that does not end where it should."""
    return Sentence(
        "这一行的引号没有配对；请补上引号，单元格内的引号写两遍",
        "the quotes of this row do not pair; close them, and write a quote within a cell twice",
    )


def more_cells(found: int, wanted: int) -> Sentence:
    """A row longer than the header."""
    return Sentence(
        f"这一行有 {found} 格，而表头只有 {wanted} 格；请给含分隔符的内容加引号",
        f"the row has {found} cells but the header {wanted}; "
        "put cells that hold the separator in quotes",
    )


def missing_column(name: str, others: tuple[str, ...]) -> Sentence:
    """A header lacks a column that is needed."""
    written = "、".join(others[:2])
    return Sentence(
        f"缺少“{name}”列（也可写作{written}）；请在表头补上",
        f"the column {name} is missing; add it to the header",
    )


def doubled_column(first: str, second: str) -> Sentence:
    """Two headers that mean the same."""
    return Sentence(
        f"“{first}”与“{second}”是同一列；请只留一列",
        f"{first} and {second} mean the same column; keep one of them",
    )


def unfit_column(kind: str) -> Sentence:
    """A Parquet column whose type holds neither text nor numbers."""
    return Sentence(
        f"列的类型 {kind} 无法使用；请存为文本或数字",
        f"the column's type {kind} cannot be used; store text or numbers",
    )


def no_value() -> Sentence:
    """An empty cell that must be filled."""
    return Sentence("此格为空；请填写", "the cell is empty; fill it in")


def not_a_number(value: str) -> Sentence:
    """A cell that should hold a number."""
    return Sentence(
        f"“{short(value)}”不是数字；请只写数字，不带单位和百分号",
        f'"{short(value)}" is not a number; write the number alone, without unit or %',
    )


def not_a_date(value: str) -> Sentence:
    """A cell that should hold a date."""
    return Sentence(
        f"“{short(value)}”不是日期；请写成 2025-03-08 或 2025-03-08 14:30",
        f'"{short(value)}" is not a date; write it like 2025-03-08 or 2025-03-08 14:30',
    )


def negative(value: str) -> Sentence:
    """A number below zero where none can be."""
    return Sentence(f"{value} 是负数；请填 0 或正数", f"{value} is negative; write 0 or more")


def not_whole(value: str) -> Sentence:
    """A part of a fault."""
    return Sentence(
        f"{value} 不是整数；请填有几处", f"{value} is not a whole number; write how many there are"
    )


def not_positive(value: str) -> Sentence:
    """A number that must be above zero."""
    return Sentence(
        f"{value} 不大于 0；请填正数", f"{value} is not above 0; write a positive number"
    )


def more_than_all(count: str, of: str) -> Sentence:
    """A share above one."""
    return Sentence(
        f"数量 {count} 大于总数 {of}，比例超出 0 到 1；请核对两数",
        f"{count} of {of} is a share outside 0 to 1; correct one of the two",
    )


def wants_number(item: str) -> Sentence:
    """A rule that goes by a number, and the cell is empty."""
    return Sentence(
        f"{item} 按数量评分，此格不能为空；请填写",
        f"{item} is judged by this number, but the cell is empty; fill it in",
    )


def unknown_item(item: str, nearest: str) -> Sentence:
    """An item that the framework does not have."""
    return Sentence(
        f"测评体系里没有条目 {short(item)}"
        + (f"；是否应为 {nearest}？" if nearest else "；请核对编号"),
        f"the framework has no item {short(item)}; "
        + (f"did you mean {nearest}?" if nearest else "correct its id"),
    )


def unknown_type(kind: str, nearest: str) -> Sentence:
    """A kind of point that the framework does not have."""
    return Sentence(
        f"测评体系里没有点位类型 {short(kind)}"
        + (f"；是否应为 {nearest}？" if nearest else "；请核对"),
        f"the framework has no kind of point {short(kind)}; "
        + (f"did you mean {nearest}?" if nearest else "correct it"),
    )


def not_asked(item: str, kind: str) -> Sentence:
    """An item at a kind of point whose checklist does not have it."""
    return Sentence(
        f"点位类型“{kind}”的检查表里没有条目 {item}；请核对两者"
        if kind
        else f"条目 {item} 要看点位类型；请填写",
        f"{item} is not asked at a point of kind {kind}; correct one of the two"
        if kind
        else f"{item} counts only at certain kinds of point; fill in the kind",
    )


def other_method(item: str, found: str, wanted: str) -> Sentence:
    """An item judged by a method that is not its own."""
    return Sentence(
        f"{item} 的测评方法是 {wanted}，不是 {short(found)}；请更正",
        f"{item} is judged by {wanted}, not by {short(found)}; correct it",
    )


def unknown_result(item: str, result: str, allowed: tuple[str, ...]) -> Sentence:
    """A result that the rule of the item does not know."""
    return Sentence(
        f"{item} 没有结果“{short(result)}”；可填：{'、'.join(allowed)}",
        f'{item} knows no result "{short(result)}"; write one of {", ".join(allowed)}',
    )


def judged_twice(visit: str, item: str, file: str, row: int) -> Sentence:
    """The same item of the same visit once more."""
    return Sentence(
        f"走访 {short(visit)} 的条目 {item} 已在 {file} 第{row}行出现；请删去一处",
        f"visit {short(visit)} already judged {item} in {file}, row {row}; remove one of them",
    )


def unknown_entry(what: tuple[str, str], id_: str, nearest: str) -> Sentence:
    """A name that should stand in another table; `what` is the kind of thing in zh and en."""
    zh = f"；是否应为 {nearest}？" if nearest else f"；请先登记该{what[0]}"
    en = f"did you mean {nearest}?" if nearest else "add it there or correct it"
    return Sentence(f"没有{what[0]} {short(id_)}{zh}", f"there is no {what[1]} {short(id_)}; {en}")


def used_twice(id_: str, row: int) -> Sentence:
    """An id that an earlier row of the same register has."""
    return Sentence(
        f"编号 {short(id_)} 已在第{row}行用过；请改为不重复的编号",
        f"the id {short(id_)} is already used in row {row}; give each its own",
    )


def goes_round(ids: list[str]) -> Sentence:
    """Something that lies, over others, within itself."""
    way = " → ".join(map(short, ids))
    return Sentence(
        f"上下级绕成了圈：{way}；请更正其中一个上级",
        f"the parents go round in a circle: {way}; correct one of them",
    )


def no_duty() -> Sentence:
    """A duty for nothing."""
    return Sentence(
        "没有写明测评标准或项目；请填写其中之一",
        "neither a standard nor an item is named; fill in one of them",
    )


def no_column(name: str, there: tuple[str, ...]) -> Sentence:
    """A column asked for by its name that the header does not have."""
    return Sentence(
        f"表头里没有“{short(name)}”列；有：{'、'.join(there)}",
        f"the header has no column {short(name)}; it has {', '.join(there)}",
    )


def not_the_years(found: int, wanted: int) -> Sentence:
    """More or fewer columns of years than weights."""
    return Sentence(
        f"表头里有 {found} 个年份列，而权重有 {wanted} 个；请用 --columns 指明各年的列",
        f"the header has {found} columns of years for {wanted} weights; "
        "name the years' columns with --columns",
    )


def no_results() -> Sentence:
    """A folder that should hold the results of an earlier round."""
    return Sentence(
        "不是一轮的结果文件夹（缺 round.json 或 scores.parquet）；请指向 score 写出的文件夹",
        "this is no folder of results (round.json or scores.parquet is missing); "
        "name one that score wrote",
    )


def missing_sheet(zh: str, en: str) -> Sentence:
    """A workbook without a sheet that a framework needs."""
    return Sentence(
        f"缺少工作表“{zh}”（或 {en}）；请补上",
        f"the sheet {en} (or {zh}) is missing; add it",
    )


def strange_column(header: str) -> Sentence:
    """A header that means nothing in a framework's workbook."""
    return Sentence(
        f"没有“{short(header)}”这一栏；请改正名称或删去",
        f"there is no field called {short(header)}; correct its name or remove it",
    )


def wrong_level(above: str) -> Sentence:
    """Something hung on a node of a level that does not carry it."""
    return Sentence(
        f"{short(above)} 不在应有的层级；树应为项目、内容、标准三级，测评分项挂在标准上",
        f"{short(above)} is of another level; the tree has projects, contents and standards, "
        "and parts hang on standards",
    )


def no_framework_format() -> Sentence:
    """A file name that no framework is kept under."""
    return Sentence(
        "测评体系应存为 .yaml、.json 或 .xlsx；请改用其中一种",
        "a framework is kept as .yaml, .json or .xlsx; use one of these",
    )


def no_such_quota(wanted: str, there: int) -> Sentence:
    """A quota that cannot be drawn."""
    return Sentence(
        f"配额 {wanted} 抽不出来：这里可抽 {there} 个点位；请填 0 到 {there} 的整数",
        f"{wanted} cannot be drawn: there are {there} points; write a whole number from 0 to {there}",
    )


def no_record() -> Sentence:
    """A file that should be the record of a draw."""
    return Sentence(
        "不是抽样记录；请指向 draw 写出的 record.json",
        "this is no record of a draw; name a record.json that draw wrote",
    )


def other_point(point: str, area: str, kind: str) -> Sentence:
    """A point that the library of points has elsewhere, or as another kind."""
    return Sentence(
        f"点位库里 {short(point)} 是 {area} 的“{kind}”；请更正其一",
        f"the library of points has {short(point)} as a {kind} in {area}; correct one of the two",
    )


def unwritable(reason: str) -> Sentence:
    """The system refuses to write a file or make a folder."""
    return Sentence(
        f"写不进去（{reason}）；请换一个位置",
        f"it cannot be written ({reason}); choose another place",
    )
