"""The workshops that a browser holds: opening one, adding one by its key, forgetting one, making a link anew."""

from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from across.room.application import Application
from across.room.cookies import FACILITATOR, MOST_HELD, ROOM, Keys
from across.room.join_address import for_phones
from across.web import cookies
from across.web.facilitator.page import link_shown, made_anew, open_workshop
from across.web.facilitator.visitor import facilitator_of
from across.web.guard import Form
from across.web.status import status_of
from across.workshop.errors import AnotherWorkshop, NotAllowedHere, NotYourWorkshop, WorkshopError
from across.workshop.facilitators import is_by_sign_in
from across.workshop.values import Workshop

NO_SUCH_KEY = (
    "This key opens no workshop. It may be mistyped, or a new link was made, or the workshop has been deleted."
)
NOT_HELD = (
    "This browser does not hold that workshop any more. Open it with its facilitator link: your own, or one that a "
    "browser which still has the workshop open saves for you."
)
SIGN_IN_THERE = (
    "You have opened this workshop by signing in. Sign in on your phone as well, on the start page: the workshop is "
    "there under “Your workshops”. A link for who cannot sign in is made under “Facilitators” there."
)
FULL = (
    f"This browser holds {MOST_HELD} workshops, as many as it can. Forget one under “Your workshops” on the start "
    "page, then open this one with its link."
)
NO_NEW_LINK = "No new link was made, and the old one still opens the workshop. Go back to the workshop and try again."
NEW_LINK, MADE_NOW, MADE = "/facilitate/new-link", "/facilitate/new-link/made", "/facilitator?link=new"


def keys_of(request: Request) -> Keys:
    """The facilitator keys that this browser holds."""
    return Keys.read(request.cookies.get(FACILITATOR, ""))


def enter(application: Application, request: Request, form: Form) -> Response:
    """Open the workshop of the key that was sent; what this browser held before it still holds."""
    return _enter(application, request, form.get("key", ""))


def _enter(application: Application, request: Request, key: str) -> Response:
    address = request.client.host if request.client else ""
    try:
        application.facilitator_for_visitor(key, address)
    except NotYourWorkshop:
        return open_workshop(NO_SUCH_KEY, 404)
    except WorkshopError as error:
        return open_workshop(str(error), status_of(error))
    keys = keys_of(request)
    found = application.held((*keys.every, key))
    if key not in found:
        return open_workshop(NO_SUCH_KEY, 404)
    kept = keys.only(found).opening(key)
    if len(kept.every) > MOST_HELD:
        return open_workshop(FULL, 409)
    return _with_keys(RedirectResponse(f"/{found[key].step}", 303), kept, found, request, application)


def open_held(application: Application, request: Request, form: Form) -> Response:
    """Open one of the workshops that this browser holds."""
    key = _key_of(form, application.held(keys_of(request).every))
    return _enter(application, request, key) if key else open_workshop(NOT_HELD, 403)


def forget(application: Application, request: Request, form: Form) -> Response:
    """Take a workshop from this browser; the workshop itself and whoever else holds it stay as they are."""
    keys = keys_of(request)
    found = application.held(keys.every)
    key = _key_of(form, found)
    if not key:
        return open_workshop(NOT_HELD, 403)
    return _with_keys(RedirectResponse("/", 303), keys.only(found).without(key), found, request, application)


def show_link(application: Application, request: Request, form: Form) -> Response:
    """The link of the open workshop, for the facilitator's own phone: a page names its workshop, where it knows it."""
    key = keys_of(request).open
    try:
        here = application.facilitator(key).workshop()
        if form.get("code", here.code) != here.code:
            raise AnotherWorkshop
        _must_be_of_a_link(key)
    except WorkshopError as error:
        return open_workshop(str(error), status_of(error))
    seen = f"{request.url.scheme}://{request.url.netloc}"
    address = for_phones(application.settings, seen, here.join_address) or seen
    return link_shown(here.name, f"{address}/facilitate#{key}")


def prepare_new_link(application: Application, request: Request, form: Form) -> Response:
    """Give the browser the key of a link that is to come, before anything depends on it; then ask once more.

    Were an answer lost on its way later, this browser would hold the only key that opens the workshop.
    """
    try:
        facilitator_of(request, application, form.get("code"))
        _must_be_of_a_link(keys_of(request).open)
    except WorkshopError as error:
        return open_workshop(str(error), status_of(error))
    keys = keys_of(request)
    found = application.held(keys.every)
    expecting = keys.only(found).expecting(application.key_to_come())
    return _with_keys(RedirectResponse(NEW_LINK, 303), expecting, found, request, application)


def ask_for_new_link(application: Application, request: Request) -> Response:
    """The page that says what a new link means, with the button that makes it."""
    keys = keys_of(request)
    try:
        here = application.facilitator(keys.open).workshop()
    except WorkshopError as error:
        return open_workshop(str(error), status_of(error))
    return made_anew(here.code, here.name) if keys.coming else open_workshop(NO_NEW_LINK, 403)


def make_new_link(application: Application, request: Request, form: Form) -> Response:
    """Let the key that was to come open the workshop, in the place of the one that did."""
    keys = keys_of(request)
    try:
        facilitator = facilitator_of(request, application, form.get("code"))
        if not keys.coming:
            return open_workshop(NO_NEW_LINK, 403)
        _must_be_of_a_link(keys.open)
        facilitator.replace_key(keys.coming)
    except WorkshopError as error:
        return open_workshop(str(error), status_of(error))
    found = application.held(keys.every)
    kept = keys.without(keys.open).only(found).opening(keys.coming)
    return _with_keys(RedirectResponse(MADE, 303), kept, found, request, application)


def _must_be_of_a_link(key: str) -> None:
    """Raise NotAllowedHere for a key that somebody was given by signing in: it is theirs alone, and goes in no link."""
    if is_by_sign_in(key):
        raise NotAllowedHere(SIGN_IN_THERE)


def _key_of(form: Form, found: dict[str, Workshop]) -> str:
    """The key of the workshop whose join code was sent, empty for none."""
    return next((key for key, held in found.items() if held.code == form.get("code")), "")


def _with_keys(
    answer: Response, keys: Keys, found: dict[str, Workshop], request: Request, application: Application
) -> Response:
    """The answer, with the cookie of these keys until the last of their workshops is deleted."""
    lasting = [held for key, held in found.items() if key in keys.every]
    if lasting:
        last = max(lasting, key=lambda held: held.delete_on)
        cookies.give(answer, {FACILITATOR: keys.as_cookie()}, last, request, application.settings)
        if keys.open in found and application.store.serves_several:
            here = found[keys.open]
            cookies.give(answer, {ROOM: here.code}, here, request, application.settings)
    else:
        answer.delete_cookie(FACILITATOR)
    return answer
