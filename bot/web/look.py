"""The look that the pages share: style sheet, theme, logo, and line drawings. Served at `/look`."""

from pathlib import Path

from markupsafe import Markup

FOLDER = Path(__file__).parent / "static"


def icon(body: str) -> Markup:
    """A line drawing in the colour of the text around it. `body` is always a literal of our own."""
    return Markup(  # noqa: S704  (drawn here, no text of anybody)
        '<svg class="icon" viewBox="0 0 20 20" width="20" height="20" fill="none" stroke="currentColor"'
        ' stroke-width="1.7" stroke-linecap="round" stroke-linejoin="round" aria-hidden="true" focusable="false">'
        + body
        + "</svg>"
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
