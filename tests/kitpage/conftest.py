"""A browser for whole modules, as the local page's tests have it."""

from tests.platforms.local.conftest import browser as browser
from tests.platforms.local.conftest import chromium as chromium
