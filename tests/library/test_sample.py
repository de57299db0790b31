"""The sample county keeps its shape, is the same everywhere, and is valid input."""

import hashlib
import io
from collections.abc import Iterator

import polars as pl
import pytest
import yaml

from chuangcheng import library
from chuangcheng.engine.areas import Area, AreaTree
from chuangcheng.engine.assess import assess
from chuangcheng.engine.framework import Framework
from chuangcheng.engine.plan import compile_plan
from chuangcheng.engine.tally import COLUMNS
from chuangcheng.library import sample

WEAK = {"EST", "LN", "MKT"}
#: Of all files for the small framework below; it changes only when the sample itself does.
DIGEST = "e8862ec3ea4f2a47ba0e07ff57434781bbbd6f1327daa0c60fe3696e68c3df14"


@pytest.fixture(scope="module")
def framework() -> Framework:
    text = library.path("county-civilised-city").read_text(encoding="utf-8")
    return Framework.model_validate(yaml.safe_load(text))


@pytest.fixture(scope="module")
def files(framework: Framework) -> dict[str, str]:
    return sample.generate(framework)


def read(files: dict[str, str], name: str) -> pl.DataFrame:
    return pl.read_csv(io.BytesIO(files[name].encode()), infer_schema=False).fill_null("")


def rounds(files: dict[str, str]) -> list[str]:
    return read(files, "rounds.csv")["round"].to_list()


def onsite(files: dict[str, str]) -> pl.DataFrame:
    """The on-site observations of all rounds that were judged, in order, with `met`."""
    frames = [
        read(files, f"observations/{name}/onsite.csv").with_columns(round=pl.lit(name))
        for name in rounds(files)
    ]
    judged = pl.concat(frames).filter(pl.col("result") != "na")
    return judged.with_columns(met=pl.col("result") == "pass")


def histories(files: dict[str, str]) -> Iterator[list[bool]]:
    """Of every item at every point, whether it was met each time it was judged."""
    seen = onsite(files).group_by("point", "item", maintain_order=True).agg("met")
    yield from seen["met"].to_list()


def test_it_has_340_points_of_22_kinds_in_six_townships_and_40_units(
    files: dict[str, str],
) -> None:
    points, units = read(files, "points.csv"), read(files, "units.csv")
    assert (points.height, points["point_type"].n_unique(), units.height) == (340, 22, 40)
    assert points["area"].n_unique() == 6
    assert points["point"].is_unique().all()
    assert set(points["unit"]) <= set(units["id"])


def test_it_sees_78_points_328_standards_and_1166_observations_a_round(
    files: dict[str, str], framework: Framework
) -> None:
    plan = compile_plan(framework)
    standard = {part.id: s.id for s in framework.standards() for part in s.parts}
    for name in rounds(files):
        seen = read(files, f"observations/{name}/onsite.csv")
        rows = seen.select("point", "item", "point_type").iter_rows()
        slots = ((point, plan.slots[plan.slot_of(item, kind)]) for point, item, kind in rows)
        pairs = {(point, standard[plan.parts[slot.part].id]) for point, slot in slots}
        assert (seen["point"].n_unique(), len(pairs), seen.height) == (78, 328, 1166)


def test_it_runs_for_four_rounds_in_three_years(files: dict[str, str]) -> None:
    years = read(files, "rounds.csv")["year"].value_counts()
    assert sorted(years["count"]) == [4, 4, 4]


def test_it_meets_about_seven_tenths_and_a_little_more_each_year(files: dict[str, str]) -> None:
    seen = onsite(files).with_columns(year=pl.col("round").str.head(4))
    by_year = seen.group_by("year").agg(pl.col("met").mean()).sort("year")["met"].to_list()
    assert seen["met"].mean() == pytest.approx(0.7, abs=0.02)
    assert by_year == sorted(by_year)
    assert by_year[-1] - by_year[0] < 0.1


def test_it_has_three_weak_kinds_of_point(files: dict[str, str]) -> None:
    by_kind = onsite(files).group_by("point_type").agg(pl.col("met").mean()).sort("met")
    weak, others = by_kind.head(3), by_kind.tail(-3)
    assert set(weak["point_type"]) == WEAK
    assert others["met"][0] - weak["met"][2] > 0.05


def test_it_sees_cured_faults_come_back(files: dict[str, str]) -> None:
    cured = [
        seen[at + 2 :]
        for seen in histories(files)
        for at in range(len(seen) - 1)
        if not seen[at] and seen[at + 1]
    ]
    came_back = sum(not all(later) for later in cured)
    assert 0.1 < came_back / len(cured) < 0.35


def test_it_is_worse_after_the_winter_than_before_it(files: dict[str, str]) -> None:
    met = dict(onsite(files).group_by("round").agg(pl.col("met").mean()).iter_rows())
    assert met["2024Q1"] < met["2023Q4"]
    assert met["2025Q1"] < met["2024Q4"]


def test_it_judges_an_item_once_a_visit(files: dict[str, str]) -> None:
    for name in rounds(files):
        kinds = ("onsite", "absent", "materials", "survey")
        seen = pl.concat([read(files, f"observations/{name}/{kind}.csv") for kind in kinds])
        assert seen.columns == list(COLUMNS)
        assert seen.select(pl.struct("visit", "item").is_unique().all()).item()


def test_it_can_be_assessed_by_all_three_methods(
    files: dict[str, str], framework: Framework
) -> None:
    kinds = ("onsite", "absent", "materials", "survey")
    seen = pl.concat([read(files, f"observations/2025Q4/{kind}.csv") for kind in kinds])
    numbers = [pl.col(name).replace("", None).cast(pl.Float64) for name in ("count", "of")]
    areas = [Area(r["id"], parent=r["parent"]) for r in read(files, "areas.csv").to_dicts()]
    assessment = assess(seen.with_columns(numbers), framework, tree=AreaTree.of(areas))
    county = assessment.scores().filter(area="qinghe", kind="method")
    assert county["judged"].min() > 0
    assert county["earned"].sum() == pytest.approx(80, abs=5)


def test_it_gives_every_judged_paper_a_lead_and_shares_of_one(
    files: dict[str, str], framework: Framework
) -> None:
    duties = read(files, "duties.csv").with_columns(pl.col("share").cast(pl.Float64))
    whole = duties.group_by("standard", "item").agg(pl.col("share").sum())
    assert whole["share"].to_list() == pytest.approx([1.0] * whole.height)
    on_paper = {s.id for s in framework.standards() if any(p.method != "onsite" for p in s.parts)}
    assert set(duties["standard"]) == on_paper


def test_it_is_another_county_under_another_seed(
    files: dict[str, str], framework: Framework
) -> None:
    other = sample.generate(framework, seed="another")
    assert other["points.csv"] != files["points.csv"]
    assert other["areas.csv"] == files["areas.csv"]


def test_it_is_the_same_to_the_byte_on_every_machine() -> None:
    kinds = [
        {"id": f"K{n}", "title": f"第{n}类", "items": [f"K{n}-{m}" for m in range(20)]}
        for n in range(4)
    ]
    parts = [
        {
            "id": f"s{n}.{m}",
            "method": "onsite",
            "points": 1,
            "items": [f"K{n}-{i}" for i in range(5 * m, 5 * m + 5)],
        }
        for n in range(4)
        for m in range(4)
    ]
    standards = [
        {"id": part["id"][:-2] + "-" + part["id"][-1], "title": "标准", "parts": [part]}
        for part in parts
    ]
    framework = Framework.model_validate(
        {
            "id": "small",
            "version": "1",
            "title": "小体系",
            "methods": [{"id": "onsite", "title": "实地", "weight": 100}],
            "projects": [
                {
                    "id": "p",
                    "title": "项目",
                    "contents": [{"id": "c", "title": "内容", "standards": standards}],
                }
            ],
            "items": [{"id": i, "title": i} for kind in kinds for i in kind["items"]],
            "point_types": kinds,
        }
    )
    text = "".join(f"{name}\n{text}" for name, text in sample.generate(framework).items())
    assert hashlib.sha256(text.encode()).hexdigest() == DIGEST
