"""Likely failures as a noun of the site; it keeps nothing of its own."""

from chuangcheng.ground import noun


class LikelyConfig(noun.NounConfig):
    """Where the same failure is likeliest, and a patrol of those points."""

    name = "chuangcheng.remedy.likely"
    label = "likely"
    prefix = "likely/"
