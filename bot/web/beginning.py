"""What stands in the page before Gradio's scripts have come: else a chosen theme would follow a flash of the other."""

from starlette.types import ASGIApp, Message, Receive, Scope, Send

from bot.web.render import asset, filled

_BEFORE = b"</head>"


class Beginning:
    """ASGI middleware, since Gradio adds what it is given for a page's head only when its own scripts run."""

    def __init__(self, app: ASGIApp) -> None:
        """Put it into the page of `app`."""
        self._app = app
        self._said = filled("beginning", script=asset("scripts/theme.js")).encode()

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer a request; the page comes with what it begins with."""
        await self._app(scope, receive, self._put(send) if scope["path"] == "/" else send)

    def _put(self, send: Send) -> Send:
        begun: list[Message] = []

        async def sent(message: Message) -> None:
            if message["type"] == "http.response.start":
                begun.append(message)
                return
            while begun:  # the page is one piece; its length is known now
                body = message.get("body", b"").replace(_BEFORE, self._said + _BEFORE, 1)
                headers = [one for one in begun[0]["headers"] if one[0].lower() != b"content-length"]
                length = (b"content-length", str(len(body)).encode())
                more = message.get("more_body", False)
                await send({**begun.pop(), "headers": headers if more else [*headers, length]})
                message = {**message, "body": body}
            await send(message)

        return sent
