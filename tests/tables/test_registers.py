"""Areas, units, points, duties and sanctions from tables."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from pathlib import Path

import pytest

from chuangcheng.engine.duties import Duty
from chuangcheng.engine.framework import Framework
from chuangcheng.engine.sanctions import Decision
from chuangcheng.tables.faults import FaultsError
from chuangcheng.tables.registers import (
    read_areas,
    read_duties,
    read_points,
    read_sanctions,
    read_units,
)

AREAS = "编号,名称,上级,分组,权重\ncounty,青禾县,,,\neast,东街道,county,街道,0.6\nwest,西镇,county,乡镇,\n"


def file(tmp_path: Path, text: str) -> Path:
    path = tmp_path / "table.csv"
    path.write_text(text, "utf-8-sig")
    return path


def said(read: Callable[[Path], object], path: Path) -> list[str]:
    with pytest.raises(FaultsError) as caught:
        read(path)
    return [line.removeprefix(f"{path}, ") for line in caught.value.lines("en")]


def test_it_reads_the_tree_of_areas(tmp_path: Path) -> None:
    areas = read_areas(file(tmp_path, AREAS))
    assert [area.id for area in areas.tree.areas] == ["county", "east", "west"]
    assert (areas.tree.areas[1].weight, areas.tree.areas[2].weight) == (0.6, 1.0)
    assert str(areas.titles["west"]) == "西镇"


def test_it_says_how_areas_go_round(tmp_path: Path) -> None:
    path = file(tmp_path, "id,parent\na,c\nb,a\nc,b\nd,d\ne,a\n")
    circle = "the parents go round in a circle"
    assert said(read_areas, path) == [
        f"row 2, column parent: {circle}: a → c → b → a; correct one of them",
        f"row 5, column parent: {circle}: d → d; correct one of them",
    ]


def test_it_says_every_fault_of_areas_at_once(tmp_path: Path) -> None:
    path = file(tmp_path, "id,weight\na,0\na,1\n,x\n")
    assert [line.split(": ")[0] for line in said(read_areas, path)] == [
        "row 2, column weight",
        "row 4, column id",
        "row 4, column weight",
        "row 3, column id",
    ]


def test_it_reads_units(tmp_path: Path) -> None:
    units = read_units(
        file(tmp_path, "编号,名称,英文名称,单位类型\nu1,城管局,City Management,委员单位\n")
    )
    assert (units["u1"].title.en, units["u1"].kind) == ("City Management", "委员单位")


def test_it_finds_a_unit_above_that_is_not_there(tmp_path: Path) -> None:
    path = file(tmp_path, "id,parent\nbureau,\nteam,buraeu\n")
    assert "there is no unit buraeu; did you mean bureau?" in said(read_units, path)[0]


def test_it_reads_points_with_their_places(tmp_path: Path) -> None:
    path = file(
        tmp_path, "点位,点位类型,区域,经度,纬度\nP1,market,east,113.5,34.1\nP2,park,east,,\n"
    )
    points = read_points(path, areas={"east"})
    assert (points["P1"].where, points["P2"].where) == ((113.5, 34.1), None)


def test_it_finds_a_point_that_stands_twice(tmp_path: Path) -> None:
    path = file(tmp_path, "point,point_type,area\nP1,market,east\nP1,park,east\n")
    assert "the id P1 is already used in row 2" in said(read_points, path)[0]


def test_it_reads_duties(tmp_path: Path, framework: Framework) -> None:
    path = file(
        tmp_path, "标准,项目,单位,份额,区域\ns1,,lead,0.7,\ns1,,partner,0.3,\n,CLEAN-01,own,,e\n"
    )
    assert read_duties(path, framework) == [
        Duty("lead", 0.7, "s1"),
        Duty("partner", 0.3, "s1"),
        Duty("own", 1.0, "", "CLEAN-01", "e"),
    ]


def test_it_says_every_fault_of_duties(tmp_path: Path, framework: Framework) -> None:
    path = file(tmp_path, "standard,item,unit,share,area\ns9,,u,1,e\n,,u,-1,w\n,CLEAN-1,x,1,\n")
    read = partial(read_duties, framework=framework, areas={"e"}, units={"u"})
    lines = said(read, path)
    assert len(lines) == 6
    assert "row 2, column standard: there is no standard s9" in lines[1]
    assert lines[0] == "row 3, column share: -1 is not above 0; write a positive number"
    assert any("row 3, column standard: neither a standard nor an item" in line for line in lines)
    assert any("there is no item CLEAN-1; did you mean CLEAN-01?" in line for line in lines)
    assert any("row 3, column area: there is no area w" in line for line in lines)
    assert any("row 4, column unit: there is no unit x" in line for line in lines)


def test_it_reads_sanctions(tmp_path: Path, framework: Framework) -> None:
    path = file(tmp_path, "区域,条款,次数,备注\neast,PRIZE,2,市级表彰\n")
    assert read_sanctions(path, framework) == [Decision("east", "PRIZE", 2.0, "", "市级表彰")]


def test_it_takes_a_round_without_sanctions(tmp_path: Path, framework: Framework) -> None:
    assert read_sanctions(file(tmp_path, "area,sanction\n"), framework) == []


def test_it_finds_sanctions_of_nothing(tmp_path: Path, framework: Framework) -> None:
    path = file(tmp_path, "area,sanction\neast,PRICE\nwast,PRIZE\n")
    read = partial(read_sanctions, framework=framework, areas={"east"})
    assert said(read, path) == [
        "row 2, column sanction: there is no bonus, penalty or veto PRICE; did you mean PRIZE?",
        "row 3, column area: there is no area wast; did you mean east?",
    ]
