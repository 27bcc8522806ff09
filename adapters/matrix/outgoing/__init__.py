"""What we say: from a parcel of the core to a message that is there once, and to what follows it."""
