"""The door by which messages leave: e-mail, webhook, and the messaging channels that register here."""
