"""Charts: values as pictures, each with the table it was drawn from."""
