"""What happens in Matrix, from the homeserver to one use case for each event."""
