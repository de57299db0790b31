"""Photographs as a noun of the site."""

from chuangcheng.ground import noun


class PhotographsConfig(noun.NounConfig):
    """Photographs and what is doubtful about them."""

    name = "chuangcheng.evidence.photographs"
    label = "photographs"
    prefix = "photographs/"
