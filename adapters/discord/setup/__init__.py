"""Setting a server up, and finding out what is in the way."""
