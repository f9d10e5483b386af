"""Discord's numbers, each with its source.

API: https://docs.discord.com/developers, in the pages named below; spec: Discord's OpenAPI description of v10.
"""

MESSAGE_TEXT = 4000
"""Characters in all text displays of one message with Components V2 (components/reference, "Legacy message component
behavior"; the spec allows 4,000 in a single text display)."""

MESSAGE_COMPONENTS = 40
"""Components of one message, nested ones included (components/reference, Container and the V2 flag)."""

ROW_BUTTONS = 5
"""Buttons in an action row (components/reference, Action Row)."""

BUTTON_LABEL = 80
"""Characters on a button (components/reference, Button)."""

CUSTOM_ID = 100
"""Characters of a `custom_id` (components/reference, Anatomy of a Component)."""

PICTURE_ALT = 1024
"""Characters of a media gallery item's description (spec, MediaGalleryItemRequest)."""

MODAL_TITLE = 45
"""Characters of a modal's title (spec, ModalInteractionCallbackRequestData)."""

MODAL_PARTS = 5
"""Top-level components of a modal (interactions/receiving-and-responding, Modal)."""

LABEL = 45
"""Characters of a label in a modal (spec, LabelComponentForModalRequest)."""

LABEL_ABOUT = 100
"""Characters of a label's description (spec, LabelComponentForModalRequest)."""

TEXT_INPUT = 4000
"""Characters of a text input (spec, TextInputComponentForModalRequest)."""

OPTION = 100
"""Characters of a radio option's label, value and description (spec, RadioGroupOptionForRequest)."""

SELECT_OPTIONS = 25
"""Options of a select menu; their labels, values and descriptions have 100 characters (components/reference)."""

CHOICES = 25
"""Choices of a command's option, and of an autocomplete answer (interactions/application-commands)."""

CHOICE = 100
"""Characters of a choice's name and value (interactions/application-commands)."""

DESCRIPTION = 100
"""Characters of a command's or an option's description (interactions/application-commands)."""

STRING_OPTION = 6000
"""Characters of a string option (interactions/application-commands, `max_length`)."""

PARTS = 10
"""Messages that one post is cut into at most; a model answer needs two or three."""

SECONDS_PER_REQUEST = 1 / 45
"""All channels together: Discord lets a bot make 50 requests a second (topics/rate-limits, Global Rate Limit); the
rest is for what is no post."""

REQUEST_BURST = 3
SECONDS_PER_MESSAGE = 1.0
MESSAGE_BURST = 5
"""One channel. Discord gives its real limits with each answer; observed are five messages in five seconds."""

NONCE = 25
"""Characters of a message's `nonce` (resources/message, Create Message)."""

NONCE_TRUSTED = 120.0
"""Seconds after the first try in which the nonce is relied on. Discord says "the past few minutes"
(resources/message); two are less than a few."""

SETTLE = 30.0
"""Seconds after an unknown outcome before a look-up is believed."""

EDIT_EVERY = 10.0
"""Seconds between two live edits of one post: a tenth of what Discord lets through (5 in 5 s per channel)."""

FIRST_RESPONSE = 3.0
"""Seconds for the first response to an interaction (interactions/receiving-and-responding)."""

UPLOAD = 10 * 1024 * 1024
"""Bytes of an attachment without boosts (reference, Uploading Files)."""
