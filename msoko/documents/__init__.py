"""Acts and reports as Word and PDF: what is said, the Word template that lays it out, the page."""
