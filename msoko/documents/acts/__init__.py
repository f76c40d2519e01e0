"""Acts of the management cycle: each required content from the cycle, or what is missing for it."""
