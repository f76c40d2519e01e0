"""Acts of the cycle: drafts, approval, signature, publication, who was told."""
