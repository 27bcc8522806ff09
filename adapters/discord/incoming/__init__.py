"""What people do: commands, presses, forms, hands and private messages, and the answer each of them gets."""
