"""The channels that the machine's owner has set, and sending by one of them."""

from __future__ import annotations

import re
from urllib.parse import quote

from django.conf import settings

PLACE = "{address}"


class SendingError(Exception):
    """A message could not be sent; the sentence says why, without the channel's secrets."""


def channels() -> dict[str, str]:
    """The addresses of the channels in force by their names."""
    pairs = (word.partition("=") for word in settings.NOTICE_CHANNELS)
    return {name: url for name, _, url in pairs}


def faults() -> list[str]:
    """What is wrong with the channels, a sentence each; their addresses hold secrets, so no more."""
    return [
        f"NOTICE_CHANNELS: “{name}” must be a name of small letters, an equals sign, and an "
        f"Apprise address with {PLACE} where each person's own goes."
        for name, url in channels().items()
        if not re.fullmatch(r"[a-z][a-z0-9-]{0,29}", name) or "://" not in url or PLACE not in url
    ]


def send(channel: str, address: str, title: str, body: str) -> None:
    """Send one message to one person. Raises SendingError."""
    url = channels().get(channel)
    if url is None:
        raise SendingError(f"There is no channel {channel} any more.")
    try:
        import apprise  # noqa: PLC0415  # late: an extra
    except ImportError:
        raise SendingError("Apprise is missing: pip install 'chuangcheng[notices]'.") from None
    robot = apprise.Apprise()
    if not robot.add(url.replace(PLACE, quote(address, safe=""))):
        raise SendingError(f"Apprise does not understand the address of {channel}.")
    if not robot.notify(title=title, body=body, body_format=apprise.NotifyFormat.TEXT):
        raise SendingError(f"{channel} could not be reached or refused the message.")
