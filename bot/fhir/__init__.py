"""Requests for the software of others: a FHIR R4 Bundle, pseudonymous unless somebody decides otherwise."""
