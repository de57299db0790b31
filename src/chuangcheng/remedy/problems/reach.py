"""Asking for the rows of an area in the way in which a database finds them soonest."""

from __future__ import annotations

from django.db import models
from django.db.models import ExpressionWrapper, F, Q, Value
from django.db.models.lookups import In

from chuangcheng.ground.areas.models import Area

#: From this share of all areas on, rows are met soonest by walking through them in their order.
MOST = 0.05


def within(path: str) -> Q:
    """Rows in an area, asked for in the way in which a database finds them soonest.

    Few areas are looked up in the index of areas. Of many the planners would do the same, and
    then sort a million rows to show fifty; adding nothing to the key keeps them from it.
    """
    inside = Area.objects.filter(path__startswith=path).order_by().values("pk")
    counted, every = inside.count(), Area.objects.count()
    if counted == every:
        return Q()
    if counted < MOST * every:
        return Q(area_id__in=inside)
    plain = ExpressionWrapper(F("area_id") + Value(0), output_field=models.BigIntegerField())
    return Q(In(plain, inside))
