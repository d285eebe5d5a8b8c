"""Rasa SDK actions: each reads the tracker, calls the domain, answers. No SQL, no rule of the trade."""
