"""People, their roles, invitations and sign-in."""
