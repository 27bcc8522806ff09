"""Forms that could not be shown at once, for a while: behind a button they open with what was typed in them.

Only in memory. After a restart the button opens an empty form; the words stand in the message it belongs to.
"""

import secrets
from collections import OrderedDict

from bot.model.outcome import FormView

AT_MOST = 500


class KeptForms:
    def __init__(self) -> None:
        self._forms: OrderedDict[tuple[int, str], FormView] = OrderedDict()

    def keep(self, user_id: int, form: FormView) -> str:
        key = secrets.token_hex(8)
        self._forms[user_id, key] = form
        while len(self._forms) > AT_MOST:
            self._forms.popitem(last=False)
        return key

    def forget(self, user_id: int) -> None:
        for owner, key in [*self._forms]:
            if owner == user_id:
                del self._forms[owner, key]

    def find(self, user_id: int, key: str) -> FormView | None:
        """Only its owner finds it."""
        return self._forms.get((user_id, key))
