"""The report as a file: it adds up, leads everywhere, and asks nobody for anything."""

import re
from collections import defaultdict
from decimal import Decimal
from urllib.parse import unquote

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from chuangcheng.analyst.report import Earlier, Names, render_report
from chuangcheng.analyst.report.figures import printed
from chuangcheng.engine.areas import Area, AreaTree
from chuangcheng.engine.assess import assess
from chuangcheng.engine.framework import Framework, Title
from chuangcheng.engine.resampling import resample
from tests.analyst.report_page import Element, Page, figure
from tests.engine.worlds import World, world

few = settings(max_examples=8, deadline=None)
seeds = st.integers(0, 10_000)
ROUND = Title(zh="第一轮", en="Round one")


def report(made: World, **options: object) -> Page:
    return Page(render_report(made.assessment, made.observations, round_title=ROUND, **options))


@pytest.fixture(scope="module")
def made() -> World:
    return world(3)


@pytest.fixture(scope="module")
def page(made: World) -> Page:
    margins = resample(made.assessment, made.observations, seed="one", draws=50)
    return report(made, resampled=margins)


@few
@given(seeds)
def test_it_adds_up_at_every_level_of_the_tree(seed: int) -> None:
    rows = report(world(seed)).ids["score"].all("tr")[1:]
    below: defaultdict[str, list[list[Decimal]]] = defaultdict(list)
    for row in rows:
        below[row.attributes.get("data-parent", "total")].append(figures(row))
    sums = {
        parent: [sum(column) for column in zip(*of, strict=True)] for parent, of in below.items()
    }
    own = {row.attributes["id"]: figures(row) for row in rows if "id" in row.attributes}
    assert sums.pop("") == sums.pop("total")
    assert sums == {parent: own[parent] for parent in sums}


def figures(row: Element) -> list[Decimal]:
    """Possible, earned and lost of a row of the tree."""
    return [figure(cell.text()) for cell in row.all("td")[:3]]


@few
@given(seeds)
def test_it_gives_every_line_of_the_tree_possible_less_earned(seed: int) -> None:
    for row in report(world(seed)).ids["score"].all("tr")[1:]:
        possible, earned, lost = figures(row)
        assert possible - earned == lost
        assert min(possible, earned, lost) >= 0


@few
@given(seeds)
def test_it_adds_observations_up_to_items_and_items_to_parts(seed: int) -> None:
    parts = [table for table in report(world(seed)).root.all("table") if is_part(table)]
    assert parts
    for table in parts:
        items = [[figure(row[-1]) for row in body.rows()] for body in table.all("tbody")]
        assert all(sum(rows) == whole for whole, *rows in items if rows)
        lost = figure(table.all("tfoot")[0].rows()[0][-1])
        assert lost == sum(whole for whole, *_ in items) or not any(rows[1:] for rows in items)


def is_part(table: Element) -> bool:
    return "items" in table.attributes.get("class", "").split()


def test_it_adds_the_losses_of_units_up_to_all_that_was_lost(page: Page) -> None:
    *units, total = page.ids["units"].rows()[1:]
    assert sum(figure(row[1]) for row in units) == figure(total[1])
    assert total[1] == page.ids["score"].rows()[-1][3]


def test_it_adds_the_sheet_of_a_unit_up_by_standard_and_by_observation(page: Page) -> None:
    sheets = [sheet for id_, sheet in page.ids.items() if id_.startswith("u-")]
    for table in (table for sheet in sheets for table in sheet.all("table")):
        *rows, total = [figure(row[-1]) for row in table.rows()[1:]]
        assert sum(rows) == total


@few
@given(seeds)
def test_it_leads_nowhere_that_is_not_there(seed: int) -> None:
    found = report(world(seed))
    assert found.dead_links() == []
    assert found.doubled == []


def test_it_goes_from_the_total_to_one_observation(made: World, page: Page) -> None:
    rows = [element for id_, element in page.ids.items() if id_.startswith("o-")]
    seen = made.observations
    number = int(rows[0].attributes["id"].removeprefix("o-"))
    cells = rows[0].rows() or [[cell.text() for cell in rows[0].all("td")]]
    unit, visit = seen["unit"][number], seen["visit"][number]
    assert any(unit in cell for cell in cells[0])
    assert any(visit in cell for cell in cells[0])
    assert figure(cells[0][-1]) >= 0


def test_it_leads_from_a_cell_of_the_heat_table_to_the_points_it_is_made_of(page: Page) -> None:
    links = [a for row in page.ids["standing"].all("tr") for a in row.all("a")]
    cells = [a for a in links if ";in=" in a.attributes["href"]]
    assert cells
    for cell in cells:
        kind, _, area = cell.attributes["href"].partition(";in=")
        rows = page.ids[unquote(kind[1:])].all("tr")
        here = [row for row in rows if row.attributes.get("data-in") == unquote(area)]
        judged = sum(int(row.all("small")[0].text().strip("/ ")) for row in here)
        assert judged == int(cell.all("small")[0].text())


def test_it_asks_no_other_machine(page: Page, made: World) -> None:
    text = render_report(made.assessment, made.observations, round_title=ROUND)
    assert "default-src 'none'" in text
    assert re.search(r"https?:|//[a-z]|@import|url\(", text) is None
    assert {href[0] for href in page.hrefs} == {"#"}


def test_it_says_everything_in_both_languages(page: Page) -> None:
    chinese, english = page.ids["overview"].text("zh"), page.ids["overview"].text("en")
    assert "失分最多的单位" in chinese
    assert "Units that lost most" not in chinese
    assert "Units that lost most" in english
    assert "失分" not in english


def test_it_opens_in_the_language_asked_for(made: World) -> None:
    assert report(made).root.all("html")[0].attributes["lang"] == "zh-Hans"
    assert report(made, lang="en").root.all("html")[0].attributes["lang"] == "en"


def test_it_shows_titles_as_text(made: World) -> None:
    unit = made.observations["unit"][0]
    names = Names(units={unit: Title(zh="<script>alert(1)</script>", en="&amp")})
    found = report(made, names=names)
    assert found.ids[f"u-{unit}"].all("h1")[0].text() == "<script>alert(1)</script>"
    assert found.ids[f"u-{unit}"].all("h1")[0].text("en") == "&amp"


def test_it_says_so_when_no_margin_is_known(made: World, page: Page) -> None:
    without = report(made)
    assert "没有随报告提供可信范围" in without.ids["notes"].text()
    assert "可信范围" not in without.ids["score"].text()
    assert "50 次" in page.ids["notes"].text()
    assert "95% 可信范围" in page.ids["score"].text()


def test_it_names_what_was_not_assessed_and_what_stands_in() -> None:
    made = world(5, unjudged=0.9)
    statuses = made.assessment.scores().filter(area="city", kind="part")["status"]
    left_out = [status for status in statuses if status != "assessed"]
    assert left_out
    listed = report(made).ids["notes"].all("li")
    assert sum("：" in item.text() for item in listed) == len(left_out)


def test_it_holds_a_round_against_the_one_before(made: World) -> None:
    before = made.assessment.scores().with_columns(earned=pl.col("earned") - 1.5)
    found = report(made, earlier=[Earlier(Title(zh="上一轮"), before)])
    assert "+1.50" in found.ids["overview"].text()
    assert "上一轮" in found.ids["overview"].text()
    assert "历轮走势" not in report(made).ids["overview"].text()


def test_it_can_be_about_an_area_below(made: World) -> None:
    found = report(made, area="c0")
    total = made.assessment.scores().filter(area="c0", kind="total")["earned"].item()
    assert found.ids["score"].rows()[-1][2] == f"{total:.2f}"
    assert found.dead_links() == []


def test_it_refuses_an_area_that_is_not_in_the_tree(made: World) -> None:
    with pytest.raises(KeyError):
        report(made, area="nowhere")


def test_it_can_be_made_of_papers_alone() -> None:
    framework = Framework.model_validate(
        {
            "id": "papers",
            "version": "1",
            "title": "材料",
            "methods": [{"id": "paper", "title": "材料申报", "weight": 1}],
            "projects": [
                {
                    "id": "p",
                    "title": "项目",
                    "contents": [
                        {
                            "id": "c",
                            "title": "内容",
                            "standards": [
                                {
                                    "id": "s",
                                    "title": "标准",
                                    "parts": [
                                        {
                                            "id": "s.1",
                                            "method": "paper",
                                            "points": 1,
                                            "items": ["i"],
                                        }
                                    ],
                                }
                            ],
                        }
                    ],
                }
            ],
            "items": [{"id": "i", "title": "条目"}],
        }
    )
    seen = pl.DataFrame({"area": ["县 A"], "unit": ["局;一"], "item": ["i"], "result": ["fail"]})
    assessment = assess(seen, framework, tree=AreaTree.of([Area("县 A", "甲县")]))
    found = Page(render_report(assessment, seen, round_title="一"))
    assert found.dead_links() == []
    assert found.ids["units"].rows()[1][:2] == ["局;一", "100.00"]


def test_it_prints_a_half_step_as_the_table_of_ranks_does() -> None:
    held_one_tick_low = 87.045 - 1e-11
    assert str(printed(held_one_tick_low, 2)) == "87.05"
