"""How a step ends when it does not simply return."""


class Retry(Exception):
    """The step cannot be done now. The text says what is wrong, and what it waits for or what a person can do.

    The runner reports it and runs the step again, for ever: a site whose internet comes back, or a control plane that is
    switched on a week later, needs nobody to log in.
    """


class Stopped(BaseException):
    """The runner was told to end, or has just asked for a reboot. Not an Exception, so that no step swallows it."""
