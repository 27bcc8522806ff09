"""Is what travels what Discord says travels? REST by the official OpenAPI document, the Gateway by a schema."""
