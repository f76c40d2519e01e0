"""The thread of a number as pages: area → indicator → values → where each number comes from."""
