"""Notices as a noun of the site."""

from django.core.exceptions import ImproperlyConfigured

from chuangcheng.adapters.notices.channels import faults
from chuangcheng.ground import noun


class NoticesConfig(noun.NounConfig):
    """Always installed, for the list on the site; sends only by channels that the machine has."""

    name = "chuangcheng.adapters.notices"
    label = "notices"
    prefix = "notices/"

    def ready(self) -> None:
        """Declare, and refuse to start with a channel that makes no sense."""
        super().ready()
        if found := faults():
            raise ImproperlyConfigured(" ".join(found))
