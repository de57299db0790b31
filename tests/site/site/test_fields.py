"""What forms and the API say of what is missing or wrong: what to do, in words, by name."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest
from django import forms
from django.test import Client
from django.urls import get_resolver
from django.utils.translation import override

from tests.site.cast import World

Browser = Callable[[str | None], Client]


class Everything(forms.Form):
    """A field of each kind that Django finds fault with."""

    title = forms.CharField(label="标题", max_length=3)
    area = forms.ChoiceField(label="区域", choices=[("QH", "青禾县")])
    areas = forms.MultipleChoiceField(label="区域", choices=[("QH", "青禾县")])
    typed = forms.ChoiceField(label="点位", choices=[("P1", "路")], widget=forms.TextInput)
    day = forms.DateField(label="日期")
    hour = forms.TimeField(label="最早")
    number = forms.IntegerField(label="轮次", min_value=1, max_value=9)
    weight = forms.DecimalField(label="权重", max_digits=4, decimal_places=2)
    code = forms.SlugField(label="代码")
    agreed = forms.BooleanField(label="同意")
    file = forms.FileField(label="文件")


def said(name: str, typed: str, language: str) -> list[str]:
    """What the form says of one field."""
    form = Everything({name: typed} if typed else {})
    with override(language):
        return [str(text) for text in form[name].errors]


@pytest.mark.parametrize(
    ("name", "typed", "zh", "en"),
    [
        ("title", "", "请填写“标题”。", "Fill in “标题”."),
        ("area", "", "请选择“区域”。", "Choose “区域”."),
        ("areas", "", "请选择“区域”。", "Choose “区域”."),
        ("day", "", "请选择“日期”。", "Choose “日期”."),
        ("agreed", "", "请勾选“同意”。", "Tick “同意”."),
        ("file", "", "请附上“文件”。", "Attach “文件”."),
        (
            "title",
            "五个字标题",
            "“标题”最多 3 个字，现在有 5 个。",
            "“标题” may be 3 characters long; this is 5.",
        ),
        (
            "area",
            "YS",
            "“区域”里没有这一项，请重新选择。",
            "“区域” has no such choice: choose again.",
        ),
        (
            "typed",
            "P9",
            "找不到所填的“点位”，请检查后重新填写。",
            "There is no such “点位”: check what you typed.",
        ),
        (
            "day",
            "明天",
            "“日期”要写成 2026-05-01 这样的日期。",
            "“日期” must be a date such as 2026-05-01.",
        ),
        (
            "hour",
            "早上",
            "“最早”要写成 08:30 这样的时间。",
            "“最早” must be a time such as 08:30.",
        ),
        ("number", "x", "“轮次”要填整数。", "“轮次” must be a whole number."),
        ("number", "12", "“轮次”最大是 9。", "“轮次” may be 9 at most."),
        ("number", "0", "“轮次”最小是 1。", "“轮次” must be 1 at least."),
        ("weight", "x", "“权重”要填数字。", "“权重” must be a number."),
        ("weight", "1.234", "“权重”的小数最多 2 位。", "“权重” may have 2 digits after the point."),
        (
            "code",
            "代 码",
            "“代码”只能用英文字母、数字、连字符和下划线。",
            "“代码” takes letters, digits, hyphens and underscores only.",
        ),
    ],
)
def test_it_says_what_to_do(name: str, typed: str, zh: str, en: str) -> None:
    assert said(name, typed, "zh-hans") == [zh]
    assert said(name, typed, "en") == [en]


def all_forms(base: type[forms.Form] = forms.Form) -> Iterator[type[forms.Form]]:
    """Every form of the house."""
    assert get_resolver().url_patterns  # whoever has a page has its forms
    for form in base.__subclasses__():
        yield from all_forms(form)
        if form.__module__.startswith("chuangcheng."):
            yield form


FORMS = {f"{form.__module__}.{form.__name__}": form for form in all_forms()}


@pytest.mark.parametrize("name", FORMS)
@pytest.mark.parametrize("language", ["zh-hans", "en"])
def test_it_asks_for_every_field_of_the_house_by_its_name(name: str, language: str) -> None:
    bare = type("Bare", (forms.Form,), dict(FORMS[name].base_fields))({})
    with override(language):
        asked = [field for field in bare if field.field.required]
        assert [f for f in asked if f"“{f.label}”" not in str(f.errors)] == []


def test_it_names_the_field_once_above_the_form(as_: Browser, world: World) -> None:
    page = as_("office").post("/areas/new/", {"code": "a b", "level": 9, "weight": 1})
    told = page.content.decode()
    assert '<a href="#id_title_zh">请填写“名称”。</a>' in told
    assert '<a href="#id_level">“层级”里没有这一项，请重新选择。</a>' in told
    assert "必填" not in told


def test_it_names_the_field_before_what_a_rule_says(as_: Browser, world: World) -> None:
    given = {"code": "a b", "title_zh": "南湖镇", "level": 3, "weight": 1}
    told = as_("office").post("/areas/new/", {**given, "parent": world.county.pk}).content.decode()
    assert '<a href="#id_code">代码' in told


@pytest.mark.parametrize(
    ("language", "text"), [("zh-hans", "请给出 title_zh。"), ("en", "Give title_zh.")]
)
def test_it_says_to_other_systems_what_is_missing(
    language: str, text: str, as_: Browser, world: World
) -> None:
    given = {"code": "QH-NH", "level": "high", "parent": world.county.pk}
    headers = {"accept-language": language}
    answer = as_("office").post("/api/areas", given, "application/json", headers=headers)
    faults = {fault["field"]: fault["text"] for fault in answer.json()["faults"]}
    assert answer.status_code == 422
    assert faults["title_zh"] == text
    assert "level" in faults["level"]


def test_it_says_to_other_systems_which_part_of_the_address_is_wrong(as_: Browser) -> None:
    answer = as_("office").get("/api/areas?limit=many")
    assert answer.json()["faults"] == [{"field": "limit", "text": "limit 要是整数。"}]


@pytest.mark.parametrize(
    ("typed", "several"), [({"username": ""}, True), ({"username": "office"}, False)]
)
def test_it_tells_one_fault_as_one(
    world: World, client: Client, typed: dict[str, str], *, several: bool
) -> None:
    page = client.post("/sign-in/", typed).content.decode()
    assert 'class="errors"' in page
    assert ("有几处需要改正" in page) is several
