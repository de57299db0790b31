"""Duties as a noun of the site."""

from chuangcheng.ground import noun


class DutiesConfig(noun.NounConfig):
    """Who answers for which standard."""

    name = "chuangcheng.mandate.duties"
    label = "duties"
    prefix = "duties/"
