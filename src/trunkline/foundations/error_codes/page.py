"""The page of one error code: plain HTML without a script, which works without the internet."""

from __future__ import annotations

import hashlib
from base64 import b64encode
from functools import lru_cache
from html import escape
from typing import Final

from .dictionary import Explained, explain

_STYLE: Final = (
    ":root{color-scheme:light dark}body{font:16px/1.6 system-ui,sans-serif;max-width:42rem;margin:3rem auto;padding:0 1rem}"
    "h1{font-size:1.5rem;line-height:1.3}h1 small{display:block;font-size:1rem;font-weight:400;opacity:.75}"
    "h2{font-size:1rem;margin:1.5rem 0 .25rem}p{margin:.25rem 0}ul{margin:.25rem 0;padding-left:1.25rem}"
    "nav{margin-top:2rem;font-size:.9rem}"
)
_HASH: Final = b64encode(hashlib.sha256(_STYLE.encode()).digest()).decode()
POLICY: Final = f"default-src 'none'; style-src 'sha256-{_HASH}'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
"""The Content-Security-Policy that the page is served with."""

_WORDS: Final = {
    "en": {
        "error": "Error",
        "meaning": "What it means",
        "causes": "Likely causes",
        "remedy": "What to do",
        "logs": "In the logs",
        "messages": "Messages with this error",
        "requests": "Requests with this error",
        "webhooks": "Webhooks with this error",
        "alerts": "Alerts with this error",
        "unknown": "This platform does not raise this code itself. It may come from a carrier, which hands on codes of its own.",
        "theirs": "Twilio's page about this code",
        "other": "日本語",
    },
    "ja": {
        "error": "エラー",
        "meaning": "意味",
        "causes": "考えられる原因",
        "remedy": "対処方法",
        "logs": "ログ",
        "messages": "このエラーのメッセージ",
        "requests": "このエラーのリクエスト",
        "webhooks": "このエラーの Webhook",
        "alerts": "このエラーのアラート",
        "unknown": "このコードは本プラットフォーム自身が出すものではありません。キャリアが返した独自のコードの可能性があります。",
        "theirs": "このコードについての Twilio のページ",
        "other": "English",
    },
}


def language_of(accepted: str, query: str) -> str:
    """`lang=` in the query wins; else the first language of Accept-Language that there is; else English."""
    for part in query.split("&"):
        if part in ("lang=en", "lang=ja"):
            return part[5:]
    for part in accepted.split(","):
        word = part.partition(";")[0].strip().lower().partition("-")[0]
        if word in _WORDS:
            return word
    return "en"


@lru_cache(maxsize=512)
def error_page(code: int, language: str) -> str:
    """The whole page. `code` is any number; `language` en or ja."""
    words, found = _WORDS[language], explain(code, language)
    title = f"{words['error']} {code}" + (f": {found.title}" if found else "")
    head = f"<!doctype html><html lang={language}><meta charset=utf-8><meta name=viewport content='width=device-width'>"
    head += f"<title>{escape(title)}</title><style>{_STYLE}</style>"
    name = f"<h1><small>{words['error']} {code}</small>{escape(found.title)}</h1>" if found else f"<h1>{words['error']} {code}</h1>"
    body = _told(found, words) if found else f"<p>{words['unknown']}</p>"
    links = "".join(
        f"<li><a href='/console/logs/{log}?ErrorCode={code}'>{words[log]}</a></li>"
        for log in ("messages", "requests", "webhooks", "alerts")
    )
    other = "ja" if language == "en" else "en"
    nav = f"<a href='?lang={other}' lang={other} hreflang={other}>{words['other']}</a>"
    if code // 1000 != 99:
        address = f"https://www.twilio.com/docs/api/errors/{code}"
        nav += f" · <a href='{address}' rel=noreferrer>{words['theirs']}</a>"
    return f"{head}<main>{name}{body}<h2>{words['logs']}</h2><ul>{links}</ul></main><nav>{nav}</nav></html>\n"


def _told(found: Explained, words: dict[str, str]) -> str:
    causes = "".join(f"<li>{escape(cause.strip())}</li>" for cause in found.causes.split(";"))
    return (
        f"<h2>{words['meaning']}</h2><p>{escape(found.meaning)}</p>"
        f"<h2>{words['causes']}</h2><ul>{causes}</ul>"
        f"<h2>{words['remedy']}</h2><p>{escape(found.remedy)}</p>"
    )
