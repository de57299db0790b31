"""Escalation as a noun of the site."""

from chuangcheng.ground import noun


class EscalationConfig(noun.NounConfig):
    """The ladder of a campaign and the steps that were taken on it."""

    name = "chuangcheng.remedy.escalation"
    label = "escalation"
    prefix = "escalation/"
