"""What the bot really sends, drawn as people see it, for the guides: plainly, in a style of our own."""
