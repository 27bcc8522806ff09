"""How the schema came to be what it is, one revision a file. Run in process when storage is opened."""
