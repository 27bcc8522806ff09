"""Where we are: invited, at home, shown out, moved; and who is there with us."""
