"""What others can bring about is one line in the log: a traceback tells nothing more, and a thousand hide the rest."""

import logging
import re

from across.web.repeated_lines import CountRepeated
from across.workshop.errors import InOurWords

# Whoever holds a socket may send what is no message of Streamlit's, or go in the middle of one.
OF_SOCKETS = "streamlit.web.server.starlette.starlette_websocket"
# Where pages are drawn and files made: the store may be away meanwhile, or the workshop deleted.
OF_PAGES = ("streamlit.error_util", "streamlit.runtime.backend_operation_handler")
# What a provider says of somebody who could not sign in names them, and anybody may make it up in an address; what
# names a request over a socket anybody may make up as well, with lines of their own in it.
OF_STRANGERS = (
    "streamlit.web.server.starlette.starlette_auth_routes",
    "streamlit.auth_util",
    "streamlit.runtime.app_session",
)
# The names that OpenID Connect and OAuth have for what went wrong.
ERROR_CODE = re.compile(
    "access_denied|account_selection_required|consent_required|interaction_required|invalid_(?:client|grant|request|scope)|"
    "login_required|server_error|temporarily_unavailable|unauthorized_client|unsupported_(?:grant|response)_type"
)
_PUT_IN = re.compile("%[^a-zA-Z%]*[a-zA-Z]")


class WithoutTraceback(logging.Filter):
    """Names the kind of error in place of its traceback; with `of`, only where it is one of these."""

    def __init__(self, of: type[Exception] = Exception) -> None:
        super().__init__()
        self._of = of

    def filter(self, record: logging.LogRecord) -> bool:
        """Let the line through, shortened."""
        error = record.exc_info[1] if record.exc_info else None
        if isinstance(error, self._of):
            record.__dict__["words"] = f"{record.msg} ({type(error).__name__})"
            record.msg, record.args = f"{record.getMessage()} ({type(error).__name__})", ()
            record.exc_info = record.exc_text = None
        return True


class FixedWordsAlone(logging.Filter):
    """Lets nothing into a line that was put into its words, but what went wrong, by its name in the standard."""

    def filter(self, record: logging.LogRecord) -> bool:
        """Let the line through, without what may be of people."""
        given = iter(record.args if isinstance(record.args, tuple) else ())
        text = _PUT_IN.sub(lambda _: _error_code(next(given, "")) or "…", str(record.msg))
        error = record.exc_info[1] if record.exc_info else None
        if error:
            code = _error_code(getattr(error, "error", ""))
            text += f" ({type(error).__name__}{': ' if code else ''}{code})"
        record.msg, record.args, record.exc_info, record.exc_text = text, (), None, None
        record.__dict__["words"] = text
        return True


def _error_code(said: object) -> str:
    return said if isinstance(said, str) and ERROR_CODE.fullmatch(said) else ""


def keep_lines_short() -> None:
    """Have what others bring about logged in one line, from now on."""
    for name in OF_STRANGERS:
        logger = logging.getLogger(name)
        if not any(isinstance(known, FixedWordsAlone) for known in logger.filters):
            logger.addFilter(FixedWordsAlone())
            logger.addFilter(CountRepeated())
    for name, of in ((OF_SOCKETS, Exception), *((name, InOurWords) for name in OF_PAGES)):
        logger = logging.getLogger(name)
        if not any(isinstance(known, WithoutTraceback) for known in logger.filters):
            logger.addFilter(WithoutTraceback(of))
