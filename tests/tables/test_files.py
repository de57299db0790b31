"""Files as offices have them: encodings, separators, workbooks, and files that are broken."""

from __future__ import annotations

import datetime as dt
import io
import resource
import zipfile
from pathlib import Path

import polars as pl
import pytest
import xlsxwriter

from chuangcheng.engine.framework import Framework
from chuangcheng.tables.observations import read_observations
from chuangcheng.tables.workbooks import MOST_PARTS
from tests.tables.conftest import Faulty
from tests.tables.rows import CHINESE, GOOD, HEADER, parquet, text, write

DATED = (*HEADER, "observed_at")
MARCH = dt.datetime(2025, 3, 8)  # noqa: DTZ001  # moments are those of the wall clock
TWO_GIGABYTES = 2 << 30


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "gbk", "utf-16"])
@pytest.mark.parametrize("separator", [",", ";", "\t"])
def test_it_reads_text_however_it_was_saved(
    tmp_path: Path, framework: Framework, encoding: str, separator: str
) -> None:
    file = tmp_path / "o.csv"
    written = text({"area": "禾丰街道"}, header=CHINESE, separator=separator)
    file.write_text(written, encoding, newline="\r\n")
    read = read_observations([file], framework).collect()
    assert read["area"].to_list() == ["禾丰街道"]


def test_it_reads_quoted_cells_with_anything_in_them(tmp_path: Path, framework: Framework) -> None:
    file = write(tmp_path / "o.csv", {"unit": '"街道, ""东""\n办"'})
    assert read_observations([file], framework).collect()["unit"][0] == '街道, "东"\n办'


def test_it_numbers_rows_as_a_spreadsheet_does(tmp_path: Path, faulty: Faulty) -> None:
    file = tmp_path / "o.csv"
    lines = text({"unit": '"a\nb"'}, {"item": "nothing", "visit": "v2"}).replace("\nA", "\n\nA")
    file.write_text(lines, "utf-8")
    assert "row 5, column item" in faulty(file)[0]


def test_it_reads_short_rows_and_empty_cells_at_the_end(
    tmp_path: Path, framework: Framework
) -> None:
    file = tmp_path / "o.csv"
    file.write_text(text({}) + "A,U,P1,market,CLEAN-01,v2,onsite,pass,,,,,\n", "utf-8")
    assert read_observations([file], framework).collect().height == 2


def test_it_reads_a_folder_and_all_below_it(tmp_path: Path, framework: Framework) -> None:
    (tmp_path / "below").mkdir()
    write(tmp_path / "a.csv", {})
    parquet(tmp_path / "below" / "b.parquet", {"visit": "v2"})
    (tmp_path / "~$c.xlsx").write_bytes(b"a lock file")
    assert read_observations([tmp_path], framework).collect().height == 2


def workbook(path: Path, *, epoch: int = 1900, title: str = "", **cells: object) -> Path:
    """A workbook of one good row with some cells otherwise, under an optional title."""
    with xlsxwriter.Workbook(path, {"date_1904": epoch == 1904}) as book:
        cover, sheet = book.add_worksheet("封面"), book.add_worksheet("记录")
        cover.write(0, 0, "测评记录")
        date = book.add_format({"num_format": "yyyy-mm-dd"})
        top = 1 if title else 0
        sheet.write(0, 0, title)
        sheet.write_row(top, 0, DATED)
        row = {**GOOD, "observed_at": MARCH, **cells}
        for column, name in enumerate(DATED):
            cell = row[name]
            format_ = date if isinstance(cell, dt.datetime) else None
            sheet.write(top + 1, column, cell, format_)
    return path


@pytest.mark.parametrize("epoch", [1900, 1904])
def test_it_reads_workbooks_and_their_dates(
    tmp_path: Path, framework: Framework, epoch: int
) -> None:
    file = workbook(tmp_path / "o.xlsx", epoch=epoch, visit=7)
    [read] = read_observations([file], framework).collect().to_dicts()
    assert (read["observed_at"], read["visit"]) == (MARCH, "7")


@pytest.mark.parametrize(("epoch", "serial"), [(1900, 45724), (1904, 44262)])
def test_it_reads_days_that_lost_their_format(
    tmp_path: Path, framework: Framework, epoch: int, serial: int
) -> None:
    file = workbook(tmp_path / "o.xlsx", epoch=epoch, observed_at=serial)
    assert read_observations([file], framework).collect()["observed_at"].to_list() == [MARCH]


def test_it_finds_the_sheet_and_the_header_below_a_title(tmp_path: Path, faulty: Faulty) -> None:
    file = workbook(tmp_path / "o.xlsx", title="某某县第一季度测评记录", item="nothing")
    [said] = faulty(file)
    assert "o.xlsx, sheet 记录, row 3, column item: " in said


def cut(path: Path) -> None:
    parquet(path, {})
    path.write_bytes(path.read_bytes()[:-40])


def foreign(path: Path) -> None:
    path.write_text("not a table at all", "utf-8")


def spoilt(path: Path) -> None:
    """A whole footer over rows that were overwritten."""
    frame = pl.DataFrame([{**GOOD, "visit": str(n)} for n in range(5000)])
    frame.write_parquet(path, compression="zstd")
    content = bytearray(path.read_bytes())
    content[8:4000] = bytes(3992)
    path.write_bytes(bytes(content))


def binary(path: Path) -> None:
    path.write_bytes(b"\xd0\xcf\0\0area,item\n")


def undecodable(path: Path) -> None:
    path.write_bytes(b"area,item,visit,result\n\xff\xff\xff\xff,b,c,d\n")


def bare(path: Path) -> None:
    path.write_text(text(), "utf-8")


def void(path: Path) -> None:
    path.write_bytes(b"")


@pytest.mark.parametrize(
    ("name", "make", "sentence"),
    [
        ("o.parquet", cut, "the file is cut off or is no Parquet file"),
        ("o.parquet", foreign, "the file is cut off or is no Parquet file"),
        ("o.parquet", void, "the file is cut off or is no Parquet file"),
        ("o.parquet", spoilt, "the file is cut off or is no Parquet file"),
        ("o.xlsx", foreign, "the file is cut off or is no xlsx file"),
        ("o.csv", binary, "the file is cut off or is no CSV file"),
        ("o.csv", undecodable, "the text is neither UTF-8 nor GB18030"),
        ("o.csv", bare, "the table has no rows"),
        ("o.csv", void, "the table has no rows"),
        ("o.doc", foreign, "files of this kind are not read"),
    ],
)
def test_it_says_what_is_wrong_with_a_file(
    tmp_path: Path, faulty: Faulty, name: str, make: object, sentence: str
) -> None:
    assert callable(make)
    make(tmp_path / name)
    [said] = faulty(tmp_path / name)
    assert said.startswith(f"{name}: {sentence}")


def test_it_names_files_that_are_not_there(tmp_path: Path, faulty: Faulty) -> None:
    (tmp_path / "empty").mkdir()
    said = faulty(tmp_path / "none.csv", tmp_path / "empty")
    assert said[0].startswith("none.csv: there is no such file")
    assert "the folder holds no CSV" in said[1]


def test_it_names_every_missing_column(tmp_path: Path, faulty: Faulty) -> None:
    file = tmp_path / "o.csv"
    file.write_text("区域,备注\nA,b\n", "utf-8")
    said = faulty(file)
    assert [line.split(" column ")[1].split()[0] for line in said] == ["item", "visit", "result"]


def test_it_refuses_two_columns_of_one_meaning(tmp_path: Path, faulty: Faulty) -> None:
    file = tmp_path / "o.csv"
    file.write_text(text({}).replace("unit", "区域"), "utf-8")
    assert "area and 区域 mean the same column" in faulty(file)[0]


def test_it_refuses_a_column_of_lists(tmp_path: Path, faulty: Faulty) -> None:
    file = tmp_path / "o.parquet"
    pl.DataFrame([{**GOOD, "unit": ["a", "b"]}]).write_parquet(file)
    assert "the column's type List(String) cannot be used" in faulty(file)[0]


def test_it_names_rows_with_more_cells_than_the_header(tmp_path: Path, faulty: Faulty) -> None:
    file = tmp_path / "o.csv"
    file.write_text(text({}) + "A,U,P1,market,CLEAN-01,v2,onsite,pass,,,1,2\n", "utf-8")
    assert faulty(file)[0].startswith("o.csv, row 3: the row has 12 cells but the header 10")


@pytest.mark.parametrize("unit", ['"never', '"a"b', 'a,"'])
def test_it_finds_the_row_whose_quotes_do_not_pair(
    tmp_path: Path, faulty: Faulty, unit: str
) -> None:
    file = write(tmp_path / "o.csv", {}, {"unit": unit, "visit": "v2"}, {"visit": "v3"})
    assert faulty(file)[0].startswith("o.csv, row 3: the quotes of this row do not pair")


@pytest.mark.parametrize(
    ("written", "read"),
    [
        (('5" pipe', "U"), ('5" pipe', "U")),
        (('5" pipe', '6" pipe'), ('5" pipe', '6" pipe')),
        (('U"', '"U"'), ('U"', "U")),
    ],
)
def test_it_takes_a_quote_within_a_cell_for_what_it_is(
    tmp_path: Path, framework: Framework, written: tuple[str, str], read: tuple[str, str]
) -> None:
    rows = [{"unit": unit, "visit": f"v{n}"} for n, unit in enumerate(written)]
    frame = read_observations([write(tmp_path / "o.csv", *rows)], framework).collect()
    assert tuple(frame["unit"]) == read


def test_it_reads_the_line_ends_of_old_machines(tmp_path: Path, framework: Framework) -> None:
    file = tmp_path / "o.csv"
    file.write_text(text({}, {"visit": "v2"}), "utf-8", newline="\r")
    assert read_observations([file], framework).collect()["visit"].to_list() == ["v1", "v2"]


def test_it_refuses_a_cell_longer_than_any_person_writes(tmp_path: Path, faulty: Faulty) -> None:
    file = write(tmp_path / "o.csv", {}, {"unit": "长" * 40_000, "visit": "v2"})
    assert faulty(file)[0].startswith("o.csv, row 3, column unit: a cell is longer than 65536")


@pytest.mark.parametrize("quote", ["", '"'])
def test_it_refuses_a_cell_of_two_gigabytes_without_holding_it(
    tmp_path: Path, faulty: Faulty, quote: str
) -> None:
    file = write(tmp_path / "o.csv", {})
    with file.open("ab") as out:
        out.write(f"A,{quote}".encode())
        out.truncate(out.tell() + TWO_GIGABYTES)  # sparse: takes no room on the disk
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    assert faulty(file)[0].startswith("o.csv, row 3: ")
    assert resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before < 200_000


def test_it_refuses_a_workbook_that_unpacks_beyond_all_measure(
    tmp_path: Path, faulty: Faulty, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("chuangcheng.tables.workbooks.LARGEST", 1 << 20)
    file = tmp_path / "o.xlsx"
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("xl/sharedStrings.xml", bytes(2 << 20))
    assert "the workbook unpacks to more than 1 MB" in faulty(file)[0]


def test_it_refuses_a_workbook_of_too_many_files(tmp_path: Path, faulty: Faulty) -> None:
    file = tmp_path / "o.xlsx"
    with zipfile.ZipFile(file, "w") as archive:
        for number in range(MOST_PARTS + 1):
            archive.writestr(f"xl/{number}.xml", b"")
    assert f"more than {MOST_PARTS} files" in faulty(file)[0]


def test_it_says_which_cell_is_no_date(tmp_path: Path, faulty: Faulty) -> None:
    out = io.StringIO()
    out.write(",".join(DATED) + "\n")
    for visit, moment in enumerate(["2025-03-08", "8 March", "2025-02-30", "12"]):
        out.write(",".join({**GOOD, "visit": f"v{visit}"}.values()) + f",{moment}\n")
    file = tmp_path / "o.csv"
    file.write_text(out.getvalue(), "utf-8")
    said = faulty(file)
    assert [line.split(" is not")[0] for line in said] == [
        'o.csv, row 3, column observed_at: "8 March"',
        'o.csv, row 4, column observed_at: "2025-02-30"',
        'o.csv, row 5, column observed_at: "12"',
    ]
