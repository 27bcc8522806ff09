"""Load, decide, settle: one short function a move, each one transaction."""
