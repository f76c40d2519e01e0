"""The management cycle: what was found is confirmed or rejected, with numbers frozen."""
