"""Pages of the reference made from the code and the profiles, one file a page."""
