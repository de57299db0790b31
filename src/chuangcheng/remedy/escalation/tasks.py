"""Taking what is due, by the clock."""

from __future__ import annotations

from datetime import timedelta

from django.utils import timezone

from chuangcheng.ground.jobs.registry import Work, task
from chuangcheng.ground.scope import System
from chuangcheng.mandate.campaigns.queries import open_campaigns
from chuangcheng.remedy.escalation import actions
from chuangcheng.remedy.escalation.lists import actions as lists


@task("escalation.climb", every=timedelta(minutes=10))
def climb(work: Work) -> None:
    """Draw up the lists and take the steps that are due in the campaigns that run."""
    for campaign in open_campaigns(System()):
        lists.draw_due(campaign, timezone.now())
        actions.climb(campaign, timezone.now())
