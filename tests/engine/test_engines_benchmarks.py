"""The benchmarks run, their peers agree, and the simulation prints its table."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]


def said(*arguments: str) -> str:
    """What a module of the benchmarks prints."""
    command = [sys.executable, "-m", *arguments]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


def test_it_measures_every_task_and_every_goal():
    told = said("benchmarks", "--smoke")
    assert "disagree" not in told
    assert len(re.findall(r"^\w+( +[\d.]+){3} +\d+ +0$", told, re.MULTILINE)) == 14
    assert len(re.findall(r"goal [≤≥] .* (reached|NOT REACHED)$", told, re.MULTILINE)) == 9


def test_it_simulates_every_case():
    told = said("benchmarks.coverage", "--samples", "2", "--draws", "20")
    rows = re.findall(r"^\|.*\| 8 × \d+ \| [\d.]+ \|(.*)\|$", told, re.MULTILINE)
    assert len(rows) == 9
    assert all(0 <= float(rate) <= 1 for row in rows for rate in row.split("|"))
