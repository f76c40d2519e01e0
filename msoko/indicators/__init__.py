"""Indicators: the words of the regulation computed over facts."""
