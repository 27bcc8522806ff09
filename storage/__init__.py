"""Remembers: SQLite or PostgreSQL, through the same synchronous functions of one transaction."""
