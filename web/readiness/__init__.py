"""Readiness for external expertise: completeness of areas, the rubric, ratings by link."""
