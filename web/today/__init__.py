"""«Что делать сегодня»: one page for every role, gathered from all parts of the workspace."""
