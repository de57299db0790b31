"""Draws as a noun of the site."""

from chuangcheng.ground import noun


class DrawsConfig(noun.NounConfig):
    """The points that a round visits, and how they were drawn."""

    name = "chuangcheng.evidence.draws"
    label = "draws"
    prefix = "draws/"
