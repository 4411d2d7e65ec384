"""The one CSRF guard; every form of the site passes it."""

from flask_wtf.csrf import CSRFProtect

csrf = CSRFProtect()
