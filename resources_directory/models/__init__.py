"""The tables of the directory. They stand alone, with their own metadata and migrations."""

from .base import Base, Provenance, metadata, now
from .review import Conflict, Load, Report, VerifiedField
from .search_index import INFORMS, ONE_ILLNESS, NeedArea, NeedPoint
from .tables import (
    Identifier,
    Location,
    Organization,
    Phone,
    Service,
    ServiceArea,
    ServiceTerm,
    TaxonomyTerm,
)

__all__ = [
    "INFORMS",
    "ONE_ILLNESS",
    "Base",
    "Conflict",
    "Identifier",
    "Load",
    "Location",
    "NeedArea",
    "NeedPoint",
    "Organization",
    "Phone",
    "Provenance",
    "Report",
    "Service",
    "ServiceArea",
    "ServiceTerm",
    "TaxonomyTerm",
    "VerifiedField",
    "metadata",
    "now",
]
