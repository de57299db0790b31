"""Outside identities on the desk and at the door."""

from __future__ import annotations

from django.conf import settings as config

from chuangcheng.adapters.sso.provider import is_open, takes_passkeys
from chuangcheng.ground.people.rules import CHANGE
from chuangcheng.ground.signin.ways import Way, offer
from chuangcheng.ground.site.desk import Entry, settings
from chuangcheng.ground.words import Words


def _words() -> Words:
    title = config.OIDC["title"]
    return Words(title or "统一身份登录", title or "Sign in with your organisation")


def _passkey_words() -> Words:
    return Words("用通行密钥登录", "Sign in with a passkey")


offer(Way(_words, "sso:begin", is_open))
offer(
    Way(_passkey_words, "sso:key-door", takes_passkeys, Words("通行密钥", "Passkeys"), "sso:keys")
)
if takes_passkeys():
    settings(
        Entry(
            "passkeys",
            Words("通行密钥", "Passkeys"),
            "sso:all-keys",
            31,
            CHANGE,
            Words("谁用哪个密钥登录", "Who signs in by which key"),
        )
    )
if is_open():
    settings(
        Entry(
            "sso",
            Words("统一身份", "Outside identities"),
            "sso:list",
            30,
            CHANGE,
            Words("谁绑定了哪个统一身份", "Who is bound to which identity"),
        )
    )
