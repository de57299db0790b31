"""Areas as a noun of the site."""

from chuangcheng.ground import noun


class AreasConfig(noun.NounConfig):
    """The tree of areas."""

    name = "chuangcheng.ground.areas"
    label = "areas"
    prefix = "areas/"
