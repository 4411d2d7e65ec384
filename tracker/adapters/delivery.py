"""What every way of sending says when a message was not taken."""


class DeliveryFailure(Exception):
    """A message was not taken. `detail` is what the server said.

    `permanent` means that trying again cannot help. `server` means that the failure is not about this
    message: the others that go the same way would meet it too.
    """

    def __init__(self, *, permanent: bool, detail: str, server: bool = False) -> None:
        super().__init__(detail)
        self.permanent = permanent
        self.detail = detail
        self.server = server
