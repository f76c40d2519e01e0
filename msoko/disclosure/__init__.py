"""What may be shown to whom: true counts in, protected counts and their proof out."""
