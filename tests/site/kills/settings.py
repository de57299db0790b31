"""The site's settings, with one noun more."""

from chuangcheng.conf import settings as site
from chuangcheng.conf.settings import *  # noqa: F403  # all but what follows is the site's

INSTALLED_APPS = [*site.INSTALLED_APPS, "tests.site.kills.tallies"]
