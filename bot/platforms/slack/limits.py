"""Slack's numbers, each with its source. All character counts are Slack's own, in Unicode characters."""

# https://docs.slack.dev/reference/block-kit/blocks
MESSAGE_BLOCKS = 50
VIEW_BLOCKS = 100
# https://docs.slack.dev/reference/block-kit/blocks/section-block
SECTION_TEXT = 3_000
SECTION_FIELDS = 10
FIELD_TEXT = 2_000
# https://docs.slack.dev/reference/block-kit/blocks/header-block
HEADER_TEXT = 150
# https://docs.slack.dev/reference/block-kit/blocks/actions-block
ACTIONS = 25
# https://docs.slack.dev/reference/block-kit/blocks/context-block
CONTEXT_ELEMENTS = 10
# https://docs.slack.dev/reference/block-kit/block-elements/button-element
BUTTON_TEXT = 75
BUTTON_VALUE = 2_000
ACTION_ID = 255
# https://docs.slack.dev/reference/block-kit/composition-objects/option-object
OPTION_TEXT = 75
OPTION_VALUE = 150
# https://docs.slack.dev/reference/block-kit/block-elements/select-menu-element
SELECT_OPTIONS = 100
PLACEHOLDER = 150
# https://docs.slack.dev/reference/block-kit/block-elements/plain-text-input-element
INPUT_TEXT = 3_000
# https://docs.slack.dev/reference/block-kit/block-elements/overflow-menu-element
OVERFLOW_OPTIONS = 5
# https://docs.slack.dev/reference/methods/files.getUploadURLExternal
PICTURE_ALT = 1_000
# Slack names no limit for a file's title; clients show one line.
FILE_TITLE = 200
# https://docs.slack.dev/reference/block-kit/blocks/input-block
LABEL = 2_000
HINT = 2_000
# https://docs.slack.dev/reference/views/modal-views
MODAL_TITLE = 24
PRIVATE_METADATA = 3_000
# https://docs.slack.dev/reference/methods/chat.postMessage: text beyond 40,000 is cut, 4,000 is advised.
FALLBACK_TEXT = 4_000
# Observed: chat.postMessage answers msg_blocks_too_long from about 13,200 characters of blocks on. Kept well below.
MESSAGE_TEXT = 11_000
# https://docs.slack.dev/interactivity/handling-user-interaction#message_responses
RESPONSE_URL_USES = 5
RESPONSE_URL_SECONDS = 30 * 60.0
# https://docs.slack.dev/apis/web-api/rate-limits#posting
SECONDS_PER_MESSAGE = 1.0
# The same page: "several hundred messages per minute" for a workspace. One a second, five at once after a rest; what
# Slack refuses slows it down further.
SECONDS_PER_WORKSPACE = 1.0
WORKSPACE_BURST = 5
# https://docs.slack.dev/reference/methods/chat.update: tier 3, 50 a minute.
SECONDS_PER_EDIT = 60 / 50
EDIT_BURST = 10
# A view's least time between two live edits, from the product; Slack's chat.update would allow about 50 a minute.
EDIT_SECONDS = 10.0
# How long a post may take to show in the history: scale.md of the project, "S".
SETTLE_SECONDS = 120.0
# https://docs.slack.dev/apis/events-api/#retries: at once, after 1 and after 5 minutes.
RETRY_SECONDS = 10 * 60.0
# https://docs.slack.dev/reference/app-manifest
COMMAND_NAME = 32
COMMANDS = 50
