"""Devices as a noun of the site."""

from chuangcheng.ground import noun


class DevicesConfig(noun.NounConfig):
    """Phones and how they are paired."""

    name = "chuangcheng.ground.devices"
    label = "devices"
    prefix = "devices/"
