"""Files from outside: every kind is recognised and read in its own folder."""
