"""Organisations, their places, their services and the territories these serve."""

from __future__ import annotations

from sqlalchemy import Boolean, Column, Float, ForeignKey, Index, Integer, String, Text, UniqueConstraint
from sqlalchemy.orm import relationship

from .base import Base, Provenance


class Organization(Provenance, Base):
    """A body that runs services."""

    __tablename__ = "organization"
    __table_args__ = (UniqueConstraint("source", "source_id"),)
    id = Column(String(32), primary_key=True)
    name = Column(String(300), nullable=False)
    website = Column(String(300), nullable=False, default="")


class Location(Provenance, Base):
    """Where a service is found. Coordinates in degrees WGS 84; `coordinates_source` says where they come from."""

    __tablename__ = "location"
    __table_args__ = (UniqueConstraint("source", "source_id"),)
    id = Column(String(32), primary_key=True)
    address = Column(String(400), nullable=False, default="")
    postcode = Column(String(10), nullable=False, default="")
    city = Column(String(120), nullable=False, default="")
    insee = Column(String(12), nullable=False, default="", index=True)
    departement = Column(String(3), nullable=False, default="")
    latitude = Column(Float)
    longitude = Column(Float)
    coordinates_source = Column(String(40), nullable=False, default="")


class Service(Provenance, Base):
    """What is offered to people. `reach`: « territory », « distance » or « national ».

    `audience`, `illnesses`, `modes`: codes joined by commas, empty for everybody, all, any.
    """

    __tablename__ = "service"
    __table_args__ = (UniqueConstraint("source", "source_id"), Index("ix_service_entry_point", "entry_point"))
    id = Column(String(32), primary_key=True)
    organization_id = Column(ForeignKey("organization.id"), nullable=False, index=True)
    location_id = Column(ForeignKey("location.id"), index=True)
    name = Column(String(300), nullable=False)
    type = Column(String(60), nullable=False, default="")
    description = Column(Text, nullable=False, default="")
    needs = Column(String(600), nullable=False, default="")
    audience = Column(String(120), nullable=False, default="")
    illnesses = Column(String(300), nullable=False, default="")
    age_min = Column(Integer)
    age_max = Column(Integer)
    modes = Column(String(120), nullable=False, default="")
    fees = Column(String(300), nullable=False, default="")
    access_conditions = Column(Text, nullable=False, default="")
    hours = Column(String(400), nullable=False, default="")
    email = Column(String(200), nullable=False, default="")
    website = Column(String(300), nullable=False, default="")
    country = Column(String(2), nullable=False, default="FR")
    reach = Column(String(12), nullable=False)
    territory = Column(String(400), nullable=False, default="")
    entry_point = Column(Boolean, nullable=False, default=False)
    to_verify = Column(Boolean, nullable=False, default=False)
    status = Column(String(20), nullable=False, default="active")
    content_hash = Column(String(64), nullable=False, default="")

    organization = relationship(Organization, lazy="joined", innerjoin=True)
    location = relationship(Location, lazy="joined")
    phones = relationship("Phone", lazy="joined", cascade="all, delete-orphan", order_by="Phone.id")
    areas = relationship("ServiceArea", lazy="select", cascade="all, delete-orphan")


class ServiceArea(Provenance, Base):
    """A territory that a service serves. `kind`: commune, epci, departement, region, province, country."""

    __tablename__ = "service_area"
    __table_args__ = (UniqueConstraint("service_id", "kind", "code"),)
    id = Column(Integer, primary_key=True)
    service_id = Column(ForeignKey("service.id", ondelete="CASCADE"), nullable=False, index=True)
    kind = Column(String(12), nullable=False)
    code = Column(String(20), nullable=False)


class Phone(Provenance, Base):
    """A telephone number as it is shown."""

    __tablename__ = "phone"
    id = Column(Integer, primary_key=True)
    service_id = Column(ForeignKey("service.id", ondelete="CASCADE"), nullable=False, index=True)
    number = Column(String(40), nullable=False, index=True)
    label = Column(String(200), nullable=False, default="")


class Identifier(Provenance, Base):
    """An identifier in a public register: `scheme` « finess », « siret », « data-inclusion »…"""

    __tablename__ = "identifier"
    __table_args__ = (Index("ix_identifier_scheme_value", "scheme", "value"), UniqueConstraint("service_id", "scheme"))
    id = Column(Integer, primary_key=True)
    service_id = Column(ForeignKey("service.id", ondelete="CASCADE"), nullable=False)
    scheme = Column(String(40), nullable=False)
    value = Column(String(100), nullable=False)
