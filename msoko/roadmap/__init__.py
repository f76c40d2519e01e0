"""The roadmap as dates and duties: what is due when, who answers, what is still expected."""
