"""The nouns: frozen dataclasses that every floor may know, and nothing that acts."""
