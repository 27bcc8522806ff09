"""Every sentence the bot says: a message and its facts become spans and choices."""
