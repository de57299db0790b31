"""Standing as a noun of the site."""

from chuangcheng.ground import noun


class StandingConfig(noun.NounConfig):
    """Scores, ranks and lost points."""

    name = "chuangcheng.outcome.standing"
    label = "standing"
    prefix = "standing/"
