"""Pictures of the page, drawn inline. Each is hidden from screen readers: a word always stands beside it."""

from bot.web.look import LOGO as LOGO
from bot.web.look import icon as _icon

LOCK = _icon('<rect x="4.5" y="9" width="11" height="7.5" rx="2"/><path d="M7 9V6.5a3 3 0 0 1 6 0V9"/>')
CROSS = _icon('<path d="M5.5 5.5l9 9M14.5 5.5l-9 9"/>')
CHECK = _icon('<circle cx="10" cy="10" r="7.5"/><path d="M6.8 10.2l2.2 2.2 4.3-4.6"/>')
OPEN_CIRCLE = _icon('<circle cx="10" cy="10" r="7.5" stroke-dasharray="2.6 2.6"/>')
WARNING = _icon('<path d="M10 3.2l7.3 13H2.7z"/><path d="M10 8.2v3.6M10 14v.2"/>')
INFO = _icon('<circle cx="10" cy="10" r="7.5"/><path d="M10 9.2v4.3M10 6.5v.1"/>')
CLOCK = _icon('<circle cx="10" cy="10" r="7.5"/><path d="M10 5.8V10l2.8 1.9"/>')
PEOPLE = _icon(
    '<circle cx="7.5" cy="7.3" r="2.6"/><path d="M2.8 16c.4-2.8 2.3-4.3 4.7-4.3s4.3 1.5 4.7 4.3"/>'
    '<path d="M13 5.2a2.4 2.4 0 0 1 0 4.5M14.6 12c1.5.6 2.4 2 2.7 4"/>'
)
CHEVRON = _icon('<path d="M5.5 8l4.5 4.5L14.5 8"/>')
FORWARD = _icon('<path d="M3.5 5l6 5-6 5zM10.5 5l6 5-6 5z"/>')
SEND = _icon('<path d="M3.5 10h12M10.8 5l5 5-5 5"/>')
THEME = _icon('<circle cx="10" cy="10" r="7"/><path d="M10 3a7 7 0 0 1 0 14z" fill="currentColor" stroke="none"/>')
