"""The management cycle as rules over plain data: stages, their content, what may follow what."""
