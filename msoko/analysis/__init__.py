"""The analysis: one question per file, findings with their evidence or an honest silence."""
