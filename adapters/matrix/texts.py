"""Words that only make sense on Matrix. Everything else the bot says is in bot/texts."""
