"""Inspections as a noun of the site."""

from chuangcheng.ground import noun


class InspectionsConfig(noun.NounConfig):
    """Rounds and what was seen in them."""

    name = "chuangcheng.evidence.inspections"
    label = "inspections"
    prefix = "inspections/"
