"""Item response theory by marginal maximum likelihood: calibrate items, score people, check fit."""
