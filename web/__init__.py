"""The web workspace: people, pages and work over the domain of `msoko`."""
