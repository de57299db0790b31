"""The house rules: each refuses what it is about, and lets its neighbour pass."""

from pathlib import PurePosixPath

import pytest

from tools.house import breaches_of
from tools.rules.rule import RULES, Source

NOUN = "src/chuangcheng/remedy/problems"
TMP = "/" + "tmp/"
HOST = "py" + "pi.org"
LATER = "TO" + "DO"
PAUSE = "sleep" + "(1)"

#: For each rule the start of its sentence, a file that breaks it, and one that keeps it.
CASES = [
    ("A file has at most", ("a.py", "x = 1\n" * 401), ("a.py", "x = 1\n" * 400)),
    ("A file has at most", ("a.ts", "x = 1\n" * 401), (f"{NOUN}/migrations/a.py", "x = 1\n" * 401)),
    (
        "A function has at most",
        ("a.py", "def f():\n" + "    x = 1\n" * 60),
        ("a.py", "def f():\n" + "    x = 1\n" * 59),
    ),
    ("There is no drawer", ("src/utils.py", ""), ("src/datum.py", "")),
    ("There is no drawer", ("src/utils/datum.py", ""), ("src/utilities_board.py", "")),
    (
        "An ignored type error",
        ("a.py", "x = 1  # type: " + "ignore[misc]"),
        ("a.py", "x = 1  # type: ignore[misc]  # the stubs lag behind"),
    ),
    ("An ignored type error", ("a.py", "x = 1  # type: " + "ignore"), ("a.py", "'type: ignore'")),
    ("Nothing is left for later", ("a.py", f"# {LATER}: more"), ("a.py", f"x = '{LATER}NE'")),
    ("Nothing is left for later", ("a.md", f"{LATER} write"), ("a.md", "Written.")),
    (
        "Imports stand at the top",
        ("a.py", "def f():\n    import os\n"),
        ("a.py", "def f():\n    import os  # late: heavy, and rarely used\n"),
    ),
    (
        "Imports stand at the top",
        ("a.py", "async def f():\n    from os import path\n"),
        ("a.py", "if True:\n    import os\n"),
    ),
    (
        "A number somebody wrote",
        (f"{NOUN}/views.py", "key = int(text) if text.isdigit() else None"),
        (f"{NOUN}/views.py", "key = integer(text)"),
    ),
    (
        "A number somebody wrote",
        ("src/chuangcheng/lib/a.py", "text.isnumeric()"),
        ("tests/lib/a.py", "text.isnumeric()"),
    ),
    (
        "A number somebody wrote",
        ("src/chuangcheng/lib/a.py", "text.isdigit()"),
        ("src/chuangcheng/lib/a.py", "text.isdigit()  # house: asked for everybody"),
    ),
    (
        "A test is called",
        ("tests/test_a.py", "def test_score(): pass"),
        ("tests/test_a.py", "def test_it_scores(): pass"),
    ),
    ("A test waits", ("tests/a.py", f"time.{PAUSE}"), ("src/a.py", f"time.{PAUSE}")),
    ("Nothing names a place", ("a.md", f"See {TMP}x."), ("a.md", "See example.org/tmp/x.")),
    ("Nothing says which registry", ("a.txt", f"https://{HOST}/x"), ("a.txt", "polars==2.1.0")),
    (
        "Nothing says which registry",
        ("a.txt", "--find-" + "links=x"),
        ("a.txt", "--generate-hashes"),
    ),
    (
        "A page asks no other machine",
        ("a.html", '<script src="https://example.org/x.js"></script>'),
        ("a.html", '<a\n  href="https://example.org/">out</a>'),
    ),
    (
        "A page asks no other machine",
        ("a.css", "@import url(http://example.org/x.css);"),
        ("a.css", 'background: url("data:image/svg+xml;http://www.w3.org/2000/svg")'),
    ),
    (
        "A page asks no other machine",
        ("a.ts", "fetch('https://x.org')"),
        ("tests/a.ts", "'https://x.org'"),
    ),
    (
        "A word of the glossary",
        ("glossary.md", "| 点位 | point | point |\n| 点位 | place | place |"),
        ("glossary.md", "| 点位 | point | point |\n| 单位 | unit | unit |"),
    ),
    (
        "A word of the glossary",
        ("glossary.md", "| 点 | point | a |\n| 位 | Point | b |"),
        ("b.md", "| a |\n| a |"),
    ),
    (
        "Only a verb",
        (f"{NOUN}/queries.py", "problem.save()"),
        (f"{NOUN}/actions.py", "problem.save()"),
    ),
    (
        "Only a verb",
        (f"{NOUN}/views.py", "Problem.objects.create(a=1)"),
        (f"{NOUN}/views.py", "d.update(a=1)"),
    ),
    (
        "Only a verb",
        (f"{NOUN}/api.py", "Problem.objects.filter(a=1).update(b=2)"),
        ("src/a.py", "a.save()"),
    ),
    (
        "Only a verb",
        (f"{NOUN}/log.py", "event.save()"),
        (f"{NOUN}/log.py", "event.save()  # house: the log is what the verbs write with"),
    ),
    (
        "A page reaches models",
        (f"{NOUN}/views.py", "Problem.objects.all()"),
        (f"{NOUN}/views.py", "Problem.objects.for_user(user).filter(a=1)"),
    ),
    (
        "A page reaches models",
        (f"{NOUN}/api.py", "Problem.objects.filter(a=1)"),
        (f"{NOUN}/queries.py", "Problem.objects.filter(a=1)"),
    ),
    (
        "A page reaches models",
        (f"{NOUN}/forms.py", "Problem.objects.order_by('due')"),
        (f"{NOUN}/forms.py", "Problem.objects.none()"),
    ),
    (
        "In a noun",
        (f"{NOUN}/queries.py", "from chuangcheng.remedy.problems import actions"),
        (f"{NOUN}/actions.py", "from chuangcheng.remedy.problems import queries"),
    ),
    (
        "In a noun",
        (f"{NOUN}/actions.py", "from chuangcheng.remedy.plans.views import index"),
        (f"{NOUN}/views.py", "from chuangcheng.remedy.plans.actions import close"),
    ),
]


def broken(file: tuple[str, str]) -> str:
    """All breaches in a file of this path and text, as they are printed."""
    return "\n".join(breaches_of(Source(PurePosixPath(file[0]), file[1])))


@pytest.mark.parametrize(("sentence", "bad", "good"), CASES)
def test_it_refuses_the_bad_and_passes_the_good(
    sentence: str, bad: tuple[str, str], good: tuple[str, str]
) -> None:
    assert f": {sentence}" in broken(bad)
    assert f": {sentence}" not in broken(good)


def test_it_has_a_case_for_every_rule() -> None:
    told = {rule.sentence for rule in RULES if any(rule.sentence.startswith(c[0]) for c in CASES)}
    assert told == {rule.sentence for rule in RULES}


def test_it_names_the_line() -> None:
    assert broken(("a.py", f"x = 1\n# {LATER}\n")).startswith("a.py:2: ")
