"""Files sent by people: checked in the background, decided by a person, then facts."""
