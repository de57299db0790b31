"""What jobs leave behind."""

from django.db import models


class Mark(models.Model):
    """A job was here. Nothing but the queue keeps a job from leaving its marks twice."""

    code = models.CharField(max_length=40)

    def __str__(self) -> str:
        return self.code
