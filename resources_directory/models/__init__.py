"""The tables of the directory. They stand alone, with their own metadata and migrations."""

from .base import Base, Provenance, metadata, now
from .review import Conflict, Load, MergeProposal, Report, VerifiedField
from .search_index import INFORMS, ONE_ILLNESS, NeedArea, NeedPoint
from .tables import (
    Identifier,
    Location,
    Organization,
    Phone,
    Service,
    ServiceArea,
)

__all__ = [
    "INFORMS",
    "ONE_ILLNESS",
    "Base",
    "Conflict",
    "Identifier",
    "Load",
    "Location",
    "MergeProposal",
    "NeedArea",
    "NeedPoint",
    "Organization",
    "Phone",
    "Provenance",
    "Report",
    "Service",
    "ServiceArea",
    "VerifiedField",
    "metadata",
    "now",
]
