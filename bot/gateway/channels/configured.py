"""The channels that this installation has plugged in: those whose settings are all there."""

from __future__ import annotations

from bot.gateway.channels.carrier import Channel
from bot.gateway.channels.messenger import Messenger
from bot.gateway.channels.telegram import Telegram
from bot.gateway.channels.twilio import Twilio
from bot.settings import Settings


def make_channels(settings: Settings) -> dict[str, Channel]:
    """By name. Without ``RELAIS_PUBLIC_URL`` there is none: signatures and links need it."""
    s = settings
    made: list[Channel] = []
    if not s.public_url:
        return {}
    if s.telegram_token and s.telegram_secret:
        made.append(Telegram(s.telegram_token, s.telegram_secret, s.telegram_api))
    if s.sms_open:
        made.append(Twilio("sms", s.twilio_sid, s.twilio_token, s.twilio_sms_from, s.twilio_api))
    if s.twilio_sid and s.twilio_token and s.twilio_whatsapp_from:
        made.append(Twilio("whatsapp", s.twilio_sid, s.twilio_token, s.twilio_whatsapp_from, s.twilio_api))
    if s.messenger_page_token and s.messenger_app_secret and s.messenger_verify_token:
        made.append(
            Messenger(s.messenger_page_token, s.messenger_app_secret, s.messenger_verify_token, s.messenger_api)
        )
    return {channel.name: channel for channel in made}
