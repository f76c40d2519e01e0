"""Who may do what: roles and permissions as data, scope, and the gate before every page."""
