"""Tables of what follows a request: the news that are asked, and the next service that is proposed."""

from __future__ import annotations

from sqlalchemy import (
    Boolean,
    Column,
    DateTime,
    ForeignKey,
    Index,
    Integer,
    String,
    UniqueConstraint,
)

from bot.database import Base


class FollowUp(Base):
    """« Avez-vous eu quelqu'un ? », once a step: the row exists from the beginning; one update of it asks."""

    __tablename__ = "follow_up"
    __table_args__ = (
        UniqueConstraint("referral_id", "step", name="uq_follow_up_once"),
        Index("ix_follow_up_due", "asked_at", "due_at"),
        Index("ix_follow_up_waiting", "channel", "answered_at"),
    )

    id = Column(Integer, primary_key=True)
    referral_id = Column(Integer, ForeignKey("referral.id", ondelete="CASCADE"), nullable=False)
    step = Column(Integer, nullable=False)  # days after the request: 7 or 30
    due_at = Column(DateTime, nullable=False)
    asked_at = Column(DateTime)
    channel = Column(String(12))  # where it was asked; "console": a coordinator calls
    silent_at = Column(DateTime)  # asked in writing, and no answer for some days: a coordinator calls
    silent_by = Column(String(12))  # the channel that stayed silent
    answered_at = Column(DateTime)
    answer = Column(String(20))  # a code of bot.referrals.news, or "void": not to be asked any more


class Satisfaction(Base):
    """« Cette aide vous a-t-elle été utile ? », once a request: writing the row asks. The word that the person may add
    is a note of the history."""

    __tablename__ = "satisfaction"
    __table_args__ = (
        UniqueConstraint("referral_id", name="uq_satisfaction_once"),
        Index("ix_satisfaction_answered", "answered_at"),
    )

    id = Column(Integer, primary_key=True)
    referral_id = Column(Integer, ForeignKey("referral.id", ondelete="CASCADE"), nullable=False)
    asked_at = Column(DateTime, nullable=False)
    channel = Column(String(12), nullable=False)  # "page": not written to; there to be answered where the code is typed
    answered_at = Column(DateTime)
    useful = Column(Boolean)


class Proposal(Base):
    """Another service, after one refused or stayed silent. One a service tried; no service when none was found."""

    __tablename__ = "referral_proposal"
    __table_args__ = (
        UniqueConstraint("referral_id", "tried_service_id", name="uq_proposal_once"),
        Index("ix_proposal_undecided", "decided_at"),
    )

    id = Column(Integer, primary_key=True)
    referral_id = Column(Integer, ForeignKey("referral.id", ondelete="CASCADE"), nullable=False)
    at = Column(DateTime, nullable=False)
    cause = Column(String(12), nullable=False)  # rejected | silence | not-yet
    tried_service_id = Column(String(64), nullable=False)
    service_id = Column(String(64), nullable=False, default="")
    service_name = Column(String(300), nullable=False, default="")
    service_phone = Column(String(40))
    by_mail = Column(Boolean, nullable=False, default=False)  # the directory gives an e-mail address
    decided_at = Column(DateTime)
    decision = Column(String(10))  # accepted | declined | seen
