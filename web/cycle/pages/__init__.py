"""Pages of management cycles: the list, one cycle, its stages, entries and steps."""
