"""Signing in as a noun of the site."""

from chuangcheng.ground import noun


class SignInConfig(noun.NounConfig):
    """Sessions, one-time codes, and the guard at the door."""

    name = "chuangcheng.ground.signin"
    label = "signin"
