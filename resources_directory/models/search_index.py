"""What the search reads first: two narrow tables, each answered from one covering index."""

from __future__ import annotations

from sqlalchemy import Column, Float, ForeignKey, Index, Integer, String

from .base import Base

# Added to `position`: the service only informs about the need; it is for the people of one illness.
INFORMS = 100
ONE_ILLNESS = 10


class NeedArea(Base):
    """A need met in a territory. `area`: « departement:21 »; `position`: rank of the need in the service, 0 first
    (at most 9), plus the marks above.

    `checked`: ordinal of the last day of verification (of the source, failing that), 0 when unknown.
    """

    __tablename__ = "search_need_area"
    __table_args__ = (
        Index(
            "ix_search_need_area_cover", "need", "area", "checked", "position", "latitude", "longitude", "service_id"
        ),
    )
    id = Column(Integer, primary_key=True)
    service_id = Column(ForeignKey("service.id", ondelete="CASCADE"), nullable=False, index=True)
    need = Column(String(40), nullable=False)
    area = Column(String(32), nullable=False)
    position = Column(Integer, nullable=False, default=0)
    checked = Column(Integer, nullable=False, default=0)
    latitude = Column(Float)
    longitude = Column(Float)


class NeedPoint(Base):
    """A need met at a place to which people go: found by distance. Degrees WGS 84."""

    __tablename__ = "search_need_point"
    __table_args__ = (
        Index(
            "ix_search_need_point_cover",
            "need",
            "latitude",
            "longitude",
            "checked",
            "position",
            "departement",
            "service_id",
        ),
    )
    id = Column(Integer, primary_key=True)
    service_id = Column(ForeignKey("service.id", ondelete="CASCADE"), nullable=False, index=True)
    need = Column(String(40), nullable=False)
    latitude = Column(Float, nullable=False)
    longitude = Column(Float, nullable=False)
    departement = Column(String(3), nullable=False, default="")
    position = Column(Integer, nullable=False, default=0)
    checked = Column(Integer, nullable=False, default=0)
