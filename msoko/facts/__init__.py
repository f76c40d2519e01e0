"""Facts: what rows there are, and where they are kept."""
