"""The demonstration: its people, findings, cycles, acts and roadmap, through the real actions."""
