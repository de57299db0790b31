"""Frameworks as a noun of the site."""

from chuangcheng.ground import noun


class FrameworksConfig(noun.NounConfig):
    """Editions, their standards and items."""

    name = "chuangcheng.mandate.frameworks"
    label = "frameworks"
    prefix = "frameworks/"
