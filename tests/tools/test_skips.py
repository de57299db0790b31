"""Skipped tests: allowed at home, failures under CI=true."""

from pathlib import Path

import pytest

pytest_plugins = ("pytester",)

CONFTEST = Path(__file__).parent.parent / "conftest.py"

#: A suite within the suite does not set up the site a second time.
ALONE = ("-p", "no:django")

SKIPPED = {
    "a test": "import pytest\n\ndef test_it_waits(): pytest.skip('no browser here')",
    "a marked test": "import pytest\n\n@pytest.mark.skip('no browser here')\ndef test_it(): pass",
    "a file": "import pytest\n\npytest.skip('no browser here', allow_module_level=True)",
}


@pytest.fixture
def suite(pytester: pytest.Pytester, monkeypatch: pytest.MonkeyPatch) -> pytest.Pytester:
    monkeypatch.delenv("CI", raising=False)
    pytester.makeconftest(CONFTEST.read_text(encoding="utf-8"))
    return pytester


@pytest.mark.parametrize("text", SKIPPED.values(), ids=SKIPPED.keys())
def test_it_fails_a_skip_under_ci(
    suite: pytest.Pytester, monkeypatch: pytest.MonkeyPatch, text: str
) -> None:
    monkeypatch.setenv("CI", "true")
    suite.makepyfile(text)
    result = suite.runpytest(*ALONE)
    assert result.ret != pytest.ExitCode.OK
    result.stdout.fnmatch_lines("*under CI=true nothing may be: *no browser here*")


@pytest.mark.parametrize("text", SKIPPED.values(), ids=SKIPPED.keys())
def test_it_lets_a_skip_be_at_home(suite: pytest.Pytester, text: str) -> None:
    suite.makepyfile(text)
    suite.runpytest(*ALONE).assert_outcomes(skipped=1)


def test_it_leaves_expected_failures_alone(
    suite: pytest.Pytester, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("CI", "true")
    suite.makepyfile("import pytest\n\n@pytest.mark.xfail\ndef test_it(): assert False")
    suite.runpytest(*ALONE).assert_outcomes(xfailed=1)
