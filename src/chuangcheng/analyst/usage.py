"""Errors of usage as one sentence in the person's language."""

from __future__ import annotations

import re
from collections.abc import Mapping

import click

from chuangcheng.tables.faults import Lang

#: Click's own sentences in Chinese; {} are what the pattern caught.
_CHINESE: Mapping[str, str] = {
    r"Missing option '(.+?)'.*": "缺少选项 {}；请补上",
    r"Missing option.*": "缺少必需的选项；请补上",
    r"Missing argument '(.+?)'.*": "缺少参数 {}；请补上",
    r"Missing command.*": "缺少子命令；请补上",
    r"No such option '?(.+?)'?\.?( .*)?": "没有选项 {}；请核对拼写",
    r"No such command '(.+?)'.*": "没有命令 {}；请核对拼写",
    r"Invalid value for '?(.+?)'?: '(.+?)' is not one of (.+?)\.": "{} 不能是“{}”；可用：{}",
    r"Invalid value for '?(.+?)'?: (.+)": "{} 的值不对：{}",
    r"Option '(.+?)' requires an argument.*": "选项 {} 后面要有值；请补上",
    r"Got unexpected extra arguments? \((.+)\)": "多余的参数 {}；请删去",
}


def sentence(error: click.ClickException, lang: Lang) -> str:
    """The error, and where to read how the command is used."""
    context = getattr(error, "ctx", None)
    path = context.command_path if context else "chuangcheng"
    message = " ".join(error.format_message().split())
    if lang == "en":
        return f"{message.rstrip('.')}. See {path} --help"
    return f"{_chinese(message)}。用法见 {path} --help"


def _chinese(message: str) -> str:
    for pattern, text in _CHINESE.items():
        if found := re.fullmatch(pattern, message):
            return text.format(*found.groups())
    return message.rstrip(".")
