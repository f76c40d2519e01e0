"""The regulation as data: profiles read from YAML, checked, and handed on as frozen values."""
