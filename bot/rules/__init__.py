"""Pure decisions. Nothing here reads a clock, a database or a chat."""
