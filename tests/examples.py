"""How many examples a search by Hypothesis tries: a few each time, ten times as many in `script/test --thorough`."""

from hypothesis import settings

THOROUGH = "thorough"
TIMES = 10


def register_profiles() -> None:
    """Without deadlines: a test that fails on a busy machine tells nothing."""
    settings.register_profile("quick", deadline=None)
    settings.register_profile(THOROUGH, deadline=None, max_examples=TIMES * settings().max_examples)
    settings.load_profile("quick")


def examples(number: int, **more: object) -> settings:
    """So many examples for a search that is slower than most."""
    times = TIMES if settings.get_current_profile_name() == THOROUGH else 1
    return settings(max_examples=number * times, **more)
