"""What the database and the mailbox hold in the end, against what the people were told."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from email.message import EmailMessage
from typing import Any

from sqlalchemy import func, select, update
from sqlalchemy.orm import Session

from bot.clock import now
from bot.database import Database
from bot.gateway.channels.models import Inbox, ReplyPart
from bot.privacy.vault import Vault
from bot.referrals.contact import mobile
from bot.referrals.loop_models import FollowUp
from bot.referrals.models import OutboxMessage, Referral, ReferralEvent
from bot.referrals.status import held_by
from tests.endurance.tale import Tale


class Judge:
    """``phones``: person → their number (``+33…``); ``letters``: what the coordinators' mailbox took."""

    def __init__(
        self, database: Database, vault: Vault, phones: dict[int, str], letters: Callable[[], Sequence[EmailMessage]]
    ) -> None:
        self._database, self._vault, self._phones, self._letters = database, vault, phones, letters

    def stands(self, code: str) -> bool:
        """Whether a request has this code."""
        with self._database.session() as session:
            return held_by(session, code) is not None

    def waiting(self) -> int:
        """Messages received and not answered, parts and letters not sent. What a dead process held is freed, so that
        nobody waits for its leases."""
        with self._database.session() as session:
            counts = [
                _number(session, Inbox, Inbox.state == "waiting"),
                _number(session, ReplyPart, ReplyPart.state == "waiting"),
                _number(session, OutboxMessage, OutboxMessage.channel == "email", OutboxMessage.sent_at.is_(None)),
            ]
            freed = update(OutboxMessage).where(OutboxMessage.sent_at.is_(None), OutboxMessage.attempts > 0)
            session.execute(freed.values(leased_until=None, due_at=now()))
            return sum(counts)

    def faults(self, tale: Tale) -> list[str]:
        """All that is wrong, in words; empty when nothing was lost and nothing came twice."""
        with self._database.session() as session:
            rows = list(session.scalars(select(Referral)))
            standing = Counter(self._phone(row) for row in rows)
            found = [f"told « recorded » when nothing was: {tale.false}"] if tale.false else []
            found += _wrong("requests", {p: standing[phone] for p, phone in self._phones.items()}, 1)
            if strangers := set(standing) - set(self._phones.values()):
                found.append(f"{len(strangers)} requests of nobody: {sorted(strangers)[:5]}")
            for person, code in tale.codes.items():
                held = held_by(session, code) if code else None
                if code and (held is None or self._phone(held) != self._phones[person]):
                    found.append(f"the code of person {person} opens nothing, or another's request")
            ids = [int(row.id) for row in rows]
            found += _wrong("first events", _by(session, ReferralEvent, ids), 1)
            found += _wrong("follow-ups", _by(session, FollowUp, ids), 2)
            console = OutboxMessage.channel == "console"
            found += _wrong("places in the queue", _by(session, OutboxMessage, ids, console), 1)
            found += _wrong("letters to send", _by(session, OutboxMessage, ids, ~console), 1)
            references = {str(row.public_reference) for row in rows}
        return found + self._post(references)

    def doubtful_letters(self) -> int:
        """Letters that left twice under one name: a mailbox shows them once."""
        letters = self._letters()
        return len(letters) - len({str(letter["Message-ID"]) for letter in letters})

    def _phone(self, referral: Referral) -> str:
        return mobile(self._vault.decrypt(referral.contact, "referral.contact")) or "unreadable"

    def _post(self, references: set[str]) -> list[str]:
        names = {str(letter["Message-ID"]): str(letter["Subject"]) for letter in self._letters()}
        arrived = Counter(r for subject in names.values() for r in references if r in subject)
        return _wrong("letters arrived", {r: arrived[r] for r in references}, 1)


def _number(session: Session, table: Any, *conditions: Any) -> int:
    return int(session.scalar(select(func.count()).select_from(table).where(*conditions)) or 0)


def _by(session: Session, table: Any, ids: Iterable[int], *conditions: Any) -> dict[int, int]:
    counts = dict.fromkeys(ids, 0)
    query = select(table.referral_id, func.count()).where(*conditions).group_by(table.referral_id)
    return counts | {int(key): int(number) for key, number in session.execute(query)}


def _wrong(what: str, counts: dict[Any, int], wanted: int) -> list[str]:
    bad = {key: number for key, number in counts.items() if number != wanted}
    return [f"{what}, {wanted} wanted: {len(bad)} wrong, as {dict(list(bad.items())[:5])}"] if bad else []
