"""Pictures of the page, drawn inline. Each is hidden from screen readers: a word always stands beside it."""

from markupsafe import Markup


def _icon(body: str) -> Markup:
    """A line drawing in the colour of the text around it. `body` is always a literal of this file."""
    return Markup(  # noqa: S704  (drawn here, no text of anybody)
        '<svg class="icon" viewBox="0 0 20 20" width="20" height="20" fill="none" stroke="currentColor"'
        ' stroke-width="1.7" stroke-linecap="round" stroke-linejoin="round" aria-hidden="true" focusable="false">'
        + body + "</svg>"
    )


LOGO = Markup(
    '<svg class="logo" viewBox="0 0 40 40" width="40" height="40" aria-hidden="true" focusable="false">'
    '<rect class="logo-ground" width="40" height="40" rx="11"/>'
    '<g fill="none" stroke-width="2.4" stroke-linecap="round" stroke-linejoin="round">'
    '<path class="logo-page" d="M20 14.4c-2.8-2-6.2-2.7-9.6-2.5v14.6c3.4-.2 6.8.5 9.6 2.5 2.8-2 6.2-2.7'
    ' 9.6-2.5V11.9c-3.4-.2-6.8.5-9.6 2.5z"/><path class="logo-spine" d="M20 14.4v14.6"/></g>'
    '<path class="logo-mark" d="M13.8 18.6l1.7 1.7 2.9-3.3" fill="none" stroke-width="2" stroke-linecap="round"'
    ' stroke-linejoin="round"/></svg>'
)
LOCK = _icon('<rect x="4.5" y="9" width="11" height="7.5" rx="2"/><path d="M7 9V6.5a3 3 0 0 1 6 0V9"/>')
CROSS = _icon('<path d="M5.5 5.5l9 9M14.5 5.5l-9 9"/>')
CHECK = _icon('<circle cx="10" cy="10" r="7.5"/><path d="M6.8 10.2l2.2 2.2 4.3-4.6"/>')
OPEN_CIRCLE = _icon('<circle cx="10" cy="10" r="7.5" stroke-dasharray="2.6 2.6"/>')
WARNING = _icon('<path d="M10 3.2l7.3 13H2.7z"/><path d="M10 8.2v3.6M10 14v.2"/>')
INFO = _icon('<circle cx="10" cy="10" r="7.5"/><path d="M10 9.2v4.3M10 6.5v.1"/>')
CLOCK = _icon('<circle cx="10" cy="10" r="7.5"/><path d="M10 5.8V10l2.8 1.9"/>')
PEOPLE = _icon('<circle cx="7.5" cy="7.3" r="2.6"/><path d="M2.8 16c.4-2.8 2.3-4.3 4.7-4.3s4.3 1.5 4.7 4.3"/>'
               '<path d="M13 5.2a2.4 2.4 0 0 1 0 4.5M14.6 12c1.5.6 2.4 2 2.7 4"/>')
CHEVRON = _icon('<path d="M5.5 8l4.5 4.5L14.5 8"/>')
FORWARD = _icon('<path d="M3.5 5l6 5-6 5zM10.5 5l6 5-6 5z"/>')
SEND = _icon('<path d="M3.5 10h12M10.8 5l5 5-5 5"/>')
THEME = _icon('<circle cx="10" cy="10" r="7"/><path d="M10 3a7 7 0 0 1 0 14z" fill="currentColor" stroke="none"/>')
