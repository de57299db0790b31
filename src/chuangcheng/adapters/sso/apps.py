"""Outside identities as a noun of the site."""

from django.core.exceptions import ImproperlyConfigured

from chuangcheng.adapters.sso.provider import faults
from chuangcheng.ground import noun


class SsoConfig(noun.NounConfig):
    """Always installed, so that its table is there; shut until it is set up by the environment."""

    name = "chuangcheng.adapters.sso"
    label = "sso"
    prefix = "sso/"

    def ready(self) -> None:
        """Declare, and refuse to start with half of what it takes."""
        super().ready()
        if found := faults():
            raise ImproperlyConfigured(" ".join(found))
