"""Being there and not being there: what happened while we were away, what is taken from us, and who leaves."""
