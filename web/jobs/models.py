"""Shapes of background work: which worker was last heard of when, what was done on which day."""

from __future__ import annotations

from django.db import models


class Beat(models.Model):
    """The last sign of life of a worker."""

    worker = models.CharField(max_length=64, primary_key=True)
    at = models.DateTimeField()


class Daily(models.Model):
    """The last day a daily job was asked for."""

    name = models.CharField(max_length=40, primary_key=True)
    day = models.DateField()
