"""Setting a community up, and finding out what is in the way."""
