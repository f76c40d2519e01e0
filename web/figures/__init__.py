"""Values of the indicators for pages: computed in the background, kept by state, read by scope."""
