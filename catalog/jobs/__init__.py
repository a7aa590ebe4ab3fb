"""Background work: the installation that runs, its outbox, and the worker that empties it."""
