"""Points as a noun of the site."""

from chuangcheng.ground import noun


class PointsConfig(noun.NounConfig):
    """Points, their kinds, and pledges."""

    name = "chuangcheng.ground.points"
    label = "points"
    prefix = "points/"
