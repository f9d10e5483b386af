"""The kit page: interview kits in the browser, on this machine or behind a short-lived signed link."""
