"""The roadmap of a year: who has done what, what is due, expected documents, reminders."""
