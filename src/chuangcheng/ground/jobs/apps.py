"""Jobs as a noun of the site."""

from chuangcheng.ground import noun


class JobsConfig(noun.NounConfig):
    """The queue and its worker."""

    name = "chuangcheng.ground.jobs"
    label = "jobs"
    prefix = "jobs/"
