"""Writes the directory in the standards of the field."""
