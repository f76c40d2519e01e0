"""The journal: one event for every action, appended and never changed."""
