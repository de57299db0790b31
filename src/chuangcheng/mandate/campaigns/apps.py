"""Campaigns as a noun of the site."""

from chuangcheng.ground import noun


class CampaignsConfig(noun.NounConfig):
    """Campaigns for titles."""

    name = "chuangcheng.mandate.campaigns"
    label = "campaigns"
    prefix = "campaigns/"
