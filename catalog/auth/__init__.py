"""Who may do and see what, and how people prove who they are."""
