"""Tables of the referral log.

Vocabulary of FHIR: a *referral* is a ServiceRequest with its Task. The history of a referral is append-only.
Before consent only :class:`Suggestion` and :class:`UnmetNeed` are written: a need, a place, a day, nobody.
"""

from __future__ import annotations

from sqlalchemy import Column, Date, DateTime, ForeignKey, Index, Integer, LargeBinary, String, UniqueConstraint
from sqlalchemy.orm import relationship

from bot.database import Base
from bot.privacy.consent import Consent


class Referral(Base):
    """A request that a person agreed to hand over to a service or a coordinator."""

    __tablename__ = "referral"
    __table_args__ = (
        UniqueConstraint("session_id", "form_run", "service_id", name="uq_referral_once"),
        Index("ix_referral_queue", "state", "level", "created_at"),
    )

    id = Column(Integer, primary_key=True)
    public_reference = Column(String(16), nullable=False, unique=True)
    secret_hash = Column(String(64), nullable=False)
    session_id = Column(String(64), nullable=False, index=True)
    form_run = Column(String(32), nullable=False)
    service_id = Column(String(64), nullable=False)  # "" when a coordinator is asked for, no service
    service_name = Column(String(300), nullable=False)
    service_phone = Column(String(40))
    need = Column(String(40), nullable=False, index=True)
    other_needs = Column(String(200), nullable=False, default="")  # need codes separated by spaces
    place_code = Column(String(12), nullable=False, default="", index=True)
    place_label = Column(String(120), nullable=False, default="")
    departement = Column(String(4), nullable=False, default="", index=True)
    door = Column(String(12), nullable=False, default="carer")  # carer | patient | prescriber
    channel = Column(String(12), nullable=False, default="web")
    level = Column(Integer, nullable=False, default=1)  # level of attention, 0 to 3
    reasons = Column(String(600), nullable=False, default="")  # why this level, coded, separated by spaces
    state = Column(String(12), nullable=False, default="requested", index=True)
    state_reason = Column(String(40))
    # The id of a console account. Not a foreign key: the log stands without the console, whose accounts are disabled
    # and never deleted; the action server does not load its tables and could not write a referral otherwise.
    assigned_to = Column(Integer)
    version = Column(Integer, nullable=False, default=1)  # optimistic lock: two coordinators at once
    first_name = Column(LargeBinary)  # encrypted, context referral.first_name
    contact = Column(LargeBinary)  # encrypted, context referral.contact: phone or e-mail
    when_to_call = Column(LargeBinary)  # encrypted, context referral.when_to_call
    message = Column(LargeBinary)  # encrypted, context referral.message: what to say, and to whom
    channel_address = Column(LargeBinary)  # encrypted, context referral.channel_address: where to ask for news
    summary = Column(LargeBinary)  # encrypted JSON, context referral.summary: the answers agreed to be shared
    consent_id = Column(Integer, ForeignKey(Consent.id))
    created_at = Column(DateTime, nullable=False, index=True)
    updated_at = Column(DateTime, nullable=False)
    last_contact_at = Column(DateTime, nullable=False)
    anonymised_at = Column(DateTime)

    events = relationship("ReferralEvent", order_by="ReferralEvent.id", cascade="all, delete-orphan")

    __mapper_args__ = {"version_id_col": version}


class ReferralEvent(Base):
    """One move of a referral: who, when, from which state to which, why. Never updated."""

    __tablename__ = "referral_event"

    id = Column(Integer, primary_key=True)
    referral_id = Column(Integer, ForeignKey("referral.id", ondelete="CASCADE"), nullable=False, index=True)
    at = Column(DateTime, nullable=False)
    actor = Column(String(80), nullable=False)  # "person", "system", "service", or a console login
    kind = Column(String(20), nullable=False)  # state | note | call | assign | proposal | news | opinion
    from_state = Column(String(12))
    to_state = Column(String(12))
    reason = Column(String(40))
    note = Column(LargeBinary)  # encrypted, context referral.note


class OutboxMessage(Base):
    """A message to send about a referral, written in the transaction of what it tells.

    It holds no address and no words: both are found when it leaves, so that nothing is sent that no longer stands.
    A row of channel ``console`` is the request's own place in the queue; nothing carries it anywhere.
    """

    __tablename__ = "outbox"
    __table_args__ = (
        UniqueConstraint("key", name="uq_outbox_key"),
        Index("ix_outbox_waiting", "channel", "sent_at", "due_at"),
    )

    id = Column(Integer, primary_key=True)
    referral_id = Column(Integer, ForeignKey("referral.id", ondelete="CASCADE"), nullable=False, index=True)
    kind = Column(String(30), nullable=False)
    channel = Column(String(12), nullable=False)  # console | email | webhook | telegram | sms | whatsapp | messenger
    audience = Column(String(12), nullable=False, default="team")  # team | service | person | machine
    key = Column(String(160), nullable=False)  # the same news to the same people is one row
    created_at = Column(DateTime, nullable=False)
    due_at = Column(DateTime, nullable=False, index=True)
    lease = Column(String(16))  # who is sending it now,
    leased_until = Column(DateTime)  # and until when nobody else may
    sent_at = Column(DateTime)
    dead_at = Column(DateTime)  # given up: a coordinator sees it
    attempts = Column(Integer, nullable=False, default=0)
    last_error = Column(String(200))  # a code, never words of a server: they can hold an address


class Suggestion(Base):
    """How often a service was shown for a need in a place on a day: a count, nobody."""

    __tablename__ = "suggestion"
    __table_args__ = (UniqueConstraint("day", "need", "place_code", "service_id", name="uq_suggestion"),)

    id = Column(Integer, primary_key=True)
    day = Column(Date, nullable=False)
    need = Column(String(40), nullable=False)
    place_code = Column(String(12), nullable=False, default="")
    service_id = Column(String(64), nullable=False)
    shown = Column(Integer, nullable=False, default=0)


class UnmetNeed(Base):
    """How often a need found no local service in a place on a day: a count, nobody."""

    __tablename__ = "unmet_need"
    __table_args__ = (UniqueConstraint("day", "need", "place_code", name="uq_unmet_need"),)

    id = Column(Integer, primary_key=True)
    day = Column(Date, nullable=False)
    need = Column(String(40), nullable=False)
    place_code = Column(String(12), nullable=False, default="")
    asked = Column(Integer, nullable=False, default=0)
