"""Problems as a noun of the site."""

from chuangcheng.ground import noun


class ProblemsConfig(noun.NounConfig):
    """The problem list."""

    name = "chuangcheng.remedy.problems"
    label = "problems"
    prefix = "problems/"
