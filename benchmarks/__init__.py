"""How fast the numbers are: every figure here is measured, and every contender must agree."""
