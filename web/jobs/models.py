"""The shape of a lease: which worker was last heard of when."""

from __future__ import annotations

from django.db import models


class Beat(models.Model):
    """The last sign of life of a worker."""

    worker = models.CharField(max_length=64, primary_key=True)
    at = models.DateTimeField()
