"""Tallies as a noun of the site."""

from chuangcheng.ground import noun


class TalliesConfig(noun.NounConfig):
    """Marks that jobs leave."""

    name = "tests.site.kills.tallies"
    label = "tallies"
    prefix = "tallies/"
