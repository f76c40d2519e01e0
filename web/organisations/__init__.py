"""Organisations: a tree with dates, their codes, flags, opening, closing and merging."""
