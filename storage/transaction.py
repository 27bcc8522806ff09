"""One transaction with all areas, as `bot.ports.Tx` asks for it."""

from datetime import datetime

from bot import ports
from storage import conversations, digests, drafts, people, requests, volunteers, words
from storage.cards import Cards
from storage.conversations import Conversations
from storage.digests import Digests
from storage.directs import Directs
from storage.drafts import Drafts
from storage.ids import Ids, new_key
from storage.matching import Matching
from storage.messages import Messages
from storage.origins import History, Origins
from storage.outbox import Outbox
from storage.people import People
from storage.places import Communities, Places
from storage.positions import Positions
from storage.privacy import Privacy
from storage.questions import Questions
from storage.receiving import Receiving
from storage.requests import Requests
from storage.settling import Settling
from storage.statements import Session
from storage.talks import Talks
from storage.uptime import Uptime
from storage.values import moment
from storage.volunteers import Volunteers
from storage.words import WordsShelf

_NEXT = (
    requests.NEXT,
    people.NEXT,
    words.NEXT,
    drafts.NEXT,
    conversations.NEXT,
    digests.NEXT,
    volunteers.NEXT,
)


class Transaction:
    """Areas over one session. It may serve many transactions, one after the other."""

    def __init__(self, session: Session, ids: Ids) -> None:
        self._session = session
        self._ids = ids
        self.new_id = ids.new
        origins, people = Origins(session), People(session, ids.new)
        places, shelf = Places(session), WordsShelf(session, ids.new)
        messages = Messages(session, ids.new)
        cards = Cards(session, places, ids.new, new_key)
        talks = Talks(session, cards)
        outbox = Outbox(session, messages, ids.new, new_key)
        self.origins: ports.Origins = origins
        self.history: ports.History = History(session)
        self.communities: ports.Communities = Communities(session)
        self.places: ports.Places = places
        self.people: ports.People = people
        self.requests: ports.Requests = Requests(session)
        self.words: ports.WordsShelf = shelf
        self.drafts: ports.Drafts = Drafts(session)
        self.questions: ports.Questions = Questions(session)
        self.conversations: ports.Conversations = Conversations(session)
        self.messages: ports.Messages = messages
        self.cards: ports.Cards = cards
        self.talks: ports.Talks = talks
        self.digests: ports.Digests = Digests(session)
        self.outbox: ports.Outbox = outbox
        self.directs: ports.Directs = Directs(session)
        self.privacy: ports.Privacy = Privacy(session, new_key)
        self.positions: ports.Positions = Positions(session)
        self.volunteers: ports.Volunteers = Volunteers(session)
        self.matching: ports.Matching = Matching(session)
        self.uptime: ports.Uptime = Uptime(session)
        self.receive = Receiving(session, people).receive
        self.settle = Settling(session, origins, people, outbox, cards, talks).settle

    def go_on(self) -> None:
        """Ids of this life sort after those of the ones before."""
        self._ids.go_on_after(self._session)

    def next_due(self) -> datetime | None:
        rows = [self._session.row(statement, {}) for statement in _NEXT]
        return min((moment(row[0]) for row in rows if row and row[0] is not None), default=None)
