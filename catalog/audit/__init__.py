"""What happened: events, the trail they leave and the work they cause."""
