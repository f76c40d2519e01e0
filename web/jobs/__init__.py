"""Background work: a worker that proves it is alive, and jobs of dead workers done again."""
