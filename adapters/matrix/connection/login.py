"""Who we are to be on the homeserver, as the operator wrote it down."""

from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class Login:
    """With `token` its device is asked from the homeserver unless `device_id` names it; else `password` logs in."""

    homeserver: str
    user_id: str
    password: str | None = field(default=None, repr=False)
    token: str | None = field(default=None, repr=False)
    device_id: str = ""
    device_name: str = "Barnraiser"
