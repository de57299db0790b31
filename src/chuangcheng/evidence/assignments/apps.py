"""Assignments as a noun of the site."""

from chuangcheng.ground import noun


class AssignmentsConfig(noun.NounConfig):
    """Who visits which point, on which day and in which order."""

    name = "chuangcheng.evidence.assignments"
    label = "assignments"
    prefix = "assignments/"
