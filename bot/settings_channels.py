"""The settings of the messaging channels (docs/channels.md says how to plug each one)."""

from __future__ import annotations

from bot.setting import Setting, international, text, url, whatsapp

CHANNELS: tuple[Setting, ...] = (
    Setting(
        "RELAIS_TELEGRAM_TOKEN",
        "telegram_token",
        "",
        text,
        "Telegram : jeton du robot, donné par @BotFather (secret)",
    ),
    Setting(
        "RELAIS_TELEGRAM_SECRET",
        "telegram_secret",
        "",
        text,
        "Telegram : mot que Telegram répète à chaque appel (secret ; lettres, chiffres, _ et -)",
    ),
    Setting(
        "RELAIS_TELEGRAM_API",
        "telegram_api",
        "https://api.telegram.org",
        url("http", "https"),
        "Telegram : adresse de l'API",
    ),
    Setting("RELAIS_TWILIO_SID", "twilio_sid", "", text, "Twilio : identifiant du compte (AC…)"),
    Setting("RELAIS_TWILIO_TOKEN", "twilio_token", "", text, "Twilio : jeton du compte (secret)"),
    Setting(
        "RELAIS_TWILIO_SMS_FROM",
        "twilio_sms_from",
        "",
        international,
        "Twilio : numéro qui envoie les SMS, au format +33… ; vide : pas de SMS",
    ),
    Setting(
        "RELAIS_TWILIO_WHATSAPP_FROM",
        "twilio_whatsapp_from",
        "",
        whatsapp,
        "Twilio : numéro WhatsApp, au format +33… ; vide : pas de WhatsApp",
    ),
    Setting(
        "RELAIS_TWILIO_WHATSAPP_NEWS",
        "twilio_whatsapp_news",
        "",
        text,
        "Twilio : modèle WhatsApp approuvé (HX…) qui demande des nouvelles ; vide : un coordinateur appelle",
    ),
    Setting(
        "RELAIS_TWILIO_API",
        "twilio_api",
        "https://api.twilio.com",
        url("http", "https"),
        "Twilio : adresse de l'API",
    ),
    Setting("RELAIS_MESSENGER_PAGE_TOKEN", "messenger_page_token", "", text, "Messenger : jeton de la page (secret)"),
    Setting(
        "RELAIS_MESSENGER_APP_SECRET",
        "messenger_app_secret",
        "",
        text,
        "Messenger : clé secrète de l'application (secret)",
    ),
    Setting(
        "RELAIS_MESSENGER_VERIFY_TOKEN",
        "messenger_verify_token",
        "",
        text,
        "Messenger : mot choisi pour vérifier l'adresse (secret)",
    ),
    Setting(
        "RELAIS_MESSENGER_API",
        "messenger_api",
        "https://graph.facebook.com/v25.0",
        url("http", "https"),
        "Messenger : adresse de l'API, avec sa version",
    ),
)
