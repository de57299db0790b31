"""The sample county's report in a real browser, opened from a file with the network off."""

import io
import shutil
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

import polars as pl
import pytest
import yaml
from playwright.sync_api import Browser, Locator, Page, sync_playwright

from chuangcheng import library
from chuangcheng.analyst.report import Earlier, Names, write_report
from chuangcheng.engine.areas import Area, AreaTree
from chuangcheng.engine.assess import Assessment, assess
from chuangcheng.engine.duties import Duty
from chuangcheng.engine.framework import Framework, Title
from chuangcheng.engine.resampling import resample
from chuangcheng.library import sample

CHROMIUM = shutil.which("chromium") or ""
PAGES = ("overview", "score", "standing", "units", "points", "gains", "faults", "notes")
WIDE, NARROW = {"width": 1366, "height": 900}, {"width": 390, "height": 844}


@dataclass(frozen=True)
class County:
    """The sample county's files read."""

    framework: Framework
    files: dict[str, str]

    def table(self, name: str) -> pl.DataFrame:
        return pl.read_csv(io.BytesIO(self.files[name].encode()), infer_schema=False).fill_null("")

    def titles(self, name: str, key: str = "id") -> dict[str, Title]:
        rows = self.table(f"{name}.csv").to_dicts()
        return {row[key]: Title(zh=row["title"], en=row["title_en"]) for row in rows}

    def seen(self, round_: str) -> pl.DataFrame:
        kinds = ("onsite", "absent", "materials", "survey")
        seen = pl.concat([self.table(f"observations/{round_}/{kind}.csv") for kind in kinds])
        return seen.with_columns(
            pl.col(name).replace("", None).cast(pl.Float64) for name in ("count", "of")
        )

    def assessed(self, round_: str) -> Assessment:
        areas = [
            Area(row["id"], row["title"], row["parent"], row["group"])
            for row in self.table("areas.csv").to_dicts()
        ]
        duties = [
            Duty(row["unit"], float(row["share"]), row["standard"], row["item"])
            for row in self.table("duties.csv").to_dicts()
        ]
        tree = AreaTree.of(areas)
        return assess(self.seen(round_), self.framework, tree=tree, duties=duties)


@pytest.fixture(scope="module")
def file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    text = library.path("county-civilised-city").read_text(encoding="utf-8")
    framework = Framework.model_validate(yaml.safe_load(text))
    county = County(framework, sample.generate(framework))
    rounds, assessment = county.titles("rounds", "round"), county.assessed("2025Q4")
    path = tmp_path_factory.mktemp("report") / "report.html"
    write_report(
        assessment,
        county.seen("2025Q4"),
        path,
        round_title=rounds["2025Q4"],
        names=Names(
            county.titles("areas"), county.titles("units"), county.titles("points", "point")
        ),
        resampled=resample(assessment, county.seen("2025Q4"), seed="sample", draws=100),
        earlier=[Earlier(rounds["2025Q3"], county.assessed("2025Q3").scores())],
    )
    return path


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with sync_playwright() as playwright:
        opened = playwright.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])
        yield opened
        opened.close()


@dataclass
class Reader:
    """Somebody reading the report; whatever the browser complains of is kept."""

    page: Page
    address: str
    complaints: list[str] = field(default_factory=list)
    requests: list[str] = field(default_factory=list)

    def go(self, hash_: str) -> None:
        """Follow an address within the report, until it is shown."""
        self.page.evaluate(
            "hash => new Promise(shown => {"
            " addEventListener('hashchange', shown, { once: true }); location.hash = hash })",
            hash_,
        )

    def costliest(self, level: int) -> Locator:
        """The line of the tree that lost most of those to be seen at a level."""
        lines = self.page.locator(f".tree tr.level{level}:visible").all()
        return max(lines, key=lambda line: float(line.locator("td.lost").inner_text()))

    def heading(self) -> str:
        return self.page.locator(".page.on h1").inner_text()

    def column(self, n: int) -> list[float]:
        cells = self.page.locator(f".page.on tbody tr:visible > :nth-child({n})").all_inner_texts()
        return [float(cell.replace("%", "")) for cell in cells]


@pytest.fixture
def reader(browser: Browser, file: Path) -> Iterator[Reader]:
    context = browser.new_context(viewport=WIDE, offline=True)
    reader = Reader(context.new_page(), file.as_uri())
    reader.page.on("console", lambda message: reader.complaints.append(message.text))
    reader.page.on("pageerror", lambda error: reader.complaints.append(str(error)))
    reader.page.on("request", lambda request: reader.requests.append(request.url))
    reader.page.goto(reader.address)
    yield reader
    context.close()


def test_it_opens_from_a_file_without_a_network(reader: Reader, file: Path) -> None:
    assert "青禾县" in reader.heading()
    assert reader.complaints == []
    assert reader.requests == [file.as_uri()]
    assert file.stat().st_size < 3_000_000


def test_it_goes_down_from_the_total_to_one_observation(reader: Reader) -> None:
    reader.page.locator(".big a").click()
    assert reader.heading() == "得分"
    for level in (1, 2, 3):
        reader.costliest(level).locator("th a").click()
    row = reader.page.locator(".page.on .items tr[id^='o-']").first
    assert row.locator("a[href^='#u-']").count() >= 1
    assert float(row.locator("td").last.inner_text()) > 0
    assert reader.page.locator(".page.on .crumbs a").count() == 3


def test_it_leads_from_an_observation_to_its_point_and_back(reader: Reader) -> None:
    reader.go("#faults")
    lost = reader.page.locator(".page.on tbody tr:has(a[href^='#p-'])").first
    name = lost.locator("th").inner_text()
    lost.locator("th a").click()
    assert reader.heading() == name
    reader.page.locator(".page.on tbody td a").first.click()
    assert name in reader.page.locator("tr.here").inner_text()
    reader.page.go_back()
    assert reader.heading() == name


def test_it_speaks_the_other_language_at_a_click_and_keeps_to_it(reader: Reader) -> None:
    reader.page.get_by_role("button", name="English").click()
    assert reader.heading().startswith("Qinghe County")
    reader.page.get_by_role("link", name="Units", exact=True).click()
    assert reader.heading() == "Units"
    reader.page.reload()
    assert reader.heading() == "Units"
    assert reader.page.title().startswith("Qinghe County")


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_it_leaves_no_word_of_the_other_language_on_a_page(reader: Reader, lang: str) -> None:
    for name in PAGES:
        reader.go(f"#{name};lang={lang}")
        text = reader.page.locator("main").inner_text()
        chinese = sum("\u4e00" <= letter <= "\u9fff" for letter in text)
        assert chinese > 100 if lang == "zh" else chinese == 0, name


def test_it_sorts_a_table_and_remembers_it(reader: Reader) -> None:
    reader.go("#units")
    assert reader.column(2) == sorted(reader.column(2), reverse=True)
    reader.page.get_by_role("button", name="失分", exact=True).click()
    reader.page.get_by_role("button", name="失分", exact=True).click()
    assert reader.column(2) == sorted(reader.column(2))
    order = reader.column(2)
    reader.page.reload()
    assert reader.column(2) == order


def test_it_filters_by_what_is_typed_and_remembers_it(reader: Reader) -> None:
    reader.go("#faults")
    rows = reader.page.locator(".page.on tbody tr:visible")
    every = rows.count()
    reader.page.keyboard.press("/")
    reader.page.keyboard.type("农贸市场")
    some = rows.count()
    assert 0 < some < every
    assert all("农贸市场" in text for text in rows.all_inner_texts())
    reader.page.reload()
    assert rows.count() == some


def test_it_shows_the_points_of_a_cell_and_all_of_them_again(reader: Reader) -> None:
    reader.go("#standing")
    cell = reader.page.locator(".heat td.cell a[href*=';in=']").first
    judged = int(cell.locator("small").inner_text())
    cell.click()
    rows = reader.page.locator(".page.on table.keep tbody tr:visible")
    some = rows.count()
    shown = [text.strip(" /") for text in rows.locator("small").all_inner_texts()]
    assert sum(map(int, shown)) == judged
    reader.page.get_by_role("link", name="全部列出").click()
    assert rows.count() > some


def test_it_unfolds_the_tree_by_keyboard(reader: Reader) -> None:
    reader.go("#score")
    lines = reader.page.locator(".tree tbody tr:visible")
    assert lines.count() == 9
    reader.page.locator(".tree .twist:visible").first.press("Enter")
    assert lines.count() > 9
    reader.page.locator(".tree .twist:visible").first.press("Enter")
    assert lines.count() == 9


def test_it_lets_the_keyboard_skip_to_the_content(reader: Reader) -> None:
    reader.page.keyboard.press("Tab")
    reader.page.keyboard.press("Enter")
    assert reader.page.evaluate("document.activeElement.id") == "content"


@pytest.mark.parametrize("size", [WIDE, NARROW], ids=["wide", "narrow"])
@pytest.mark.parametrize("lang", ["zh", "en"])
def test_it_never_scrolls_sideways(reader: Reader, size: dict[str, int], lang: str) -> None:
    reader.page.set_viewport_size(size)
    for name in (*PAGES, "s-1-1-1", "u-health", "k-MKT", "a-hefeng", "m-onsite"):
        reader.go(f"#{name};lang={lang}")
        assert reader.heading()
        assert reader.page.evaluate("document.documentElement.scrollWidth") <= size["width"], name


def test_it_keeps_narrow_columns_in_line(reader: Reader) -> None:
    reader.page.set_viewport_size(NARROW)
    for name in ("score", "units", "gains", "faults", "s-6-3-3", "u-health", "k-MKT", "a-hefeng"):
        reader.go(f"#{name}")
        ends = reader.page.evaluate(
            "[...document.querySelectorAll('.page.on table')].map(table => new Set("
            "[...table.rows].filter(row => row.offsetParent).map(row => Math.max("
            "...[...row.cells].map(cell => Math.round(cell.getBoundingClientRect().right))))).size)"
        )
        assert set(ends) == {1}, name


def test_it_prints_the_page_that_is_open_and_no_controls(reader: Reader) -> None:
    reader.go("#standing")
    reader.page.emulate_media(media="print")
    assert reader.page.locator("nav").is_hidden()
    assert reader.page.locator("#standing table").first.is_visible()
    assert reader.page.locator("#units").is_hidden()


def test_it_shows_everything_without_scripts(browser: Browser, file: Path) -> None:
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(file.as_uri())
    assert page.locator(".page:visible").count() == page.locator(".page").count() > 200
    assert page.locator("button:visible").count() == page.locator("button.sort:visible").count()
    context.close()


def test_it_gives_every_control_a_name(reader: Reader) -> None:
    reader.page.evaluate("document.querySelectorAll('.page').forEach(p => p.classList.add('on'))")
    nameless = reader.page.evaluate(
        "[...document.querySelectorAll('a, button, input')].filter(e => !e.closest('svg') &&"
        " !(e.innerText || '').trim() && !e.labels?.length && !e.getAttribute('aria-labelledby'))"
        ".length"
    )
    assert nameless == 0
