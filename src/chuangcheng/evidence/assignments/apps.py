"""Assignments as a noun of the site."""

from django.core.exceptions import ImproperlyConfigured

from chuangcheng.ground import noun


class AssignmentsConfig(noun.NounConfig):
    """Who visits which point, on which day and in which order."""

    name = "chuangcheng.evidence.assignments"
    label = "assignments"
    prefix = "assignments/"

    def ready(self) -> None:
        """Declare, and refuse to start with figures that make no sense."""
        super().ready()
        from chuangcheng.evidence.assignments.settings import faults  # noqa: PLC0415  # late: it needs the models

        if found := faults():
            raise ImproperlyConfigured(" ".join(found))
