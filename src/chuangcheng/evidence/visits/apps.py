"""Visits as a noun of the site."""

from chuangcheng.ground import noun


class VisitsConfig(noun.NounConfig):
    """What phones send, the visits made of it, and the app that the phones run."""

    name = "chuangcheng.evidence.visits"
    label = "visits"
    prefix = ""
