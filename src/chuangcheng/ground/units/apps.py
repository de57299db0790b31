"""Units as a noun of the site."""

from chuangcheng.ground import noun


class UnitsConfig(noun.NounConfig):
    """The units that carry duties."""

    name = "chuangcheng.ground.units"
    label = "units"
    prefix = "units/"
