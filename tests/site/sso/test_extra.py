"""The site without the extra: it starts, and says what is missing once somebody asks for it."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

# As if these were not installed.
WITHOUT = """
import sys
sys.modules.update(dict.fromkeys(("authlib", "joserfc", "requests", "webauthn")))
import django
django.setup()
from django.urls import reverse
print(reverse("sso:begin"), reverse("sso:key-door"))
"""
PROVIDER = {
    "OIDC_ISSUER": "https://id.example.org",
    "OIDC_CLIENT_ID": "client",
    "OIDC_CLIENT_SECRET": "secret",
}


def started(folder: Path, **given: str) -> subprocess.CompletedProcess[str]:
    """The site, started without the extra's packages and with these settings."""
    settings = {"DJANGO_SETTINGS_MODULE": "chuangcheng.conf.settings", "DATA_DIR": str(folder)}
    command = [sys.executable, "-c", WITHOUT]
    env = {**os.environ, **settings, **given}
    return subprocess.run(command, env=env, capture_output=True, text=True, check=False)


def test_it_starts_without_the_extra(tmp_path: Path) -> None:
    assert started(tmp_path).stdout.split() == ["/sso/begin/", "/sso/keys/door/"]


@pytest.mark.parametrize("given", [PROVIDER, {"PASSKEYS": "1"}], ids=["provider", "passkeys"])
def test_it_names_the_extra_that_is_asked_for(tmp_path: Path, given: dict[str, str]) -> None:
    found = started(tmp_path, **given)
    assert found.returncode != 0
    assert "pip install 'chuangcheng[sso]'" in found.stderr
