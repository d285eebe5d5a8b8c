"""Typed answers in French, one module for each type of question."""
