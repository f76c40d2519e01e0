"""The programming interface: what programs may read and send, by the same rights as people."""
