"""Mails as files."""


def mail(sender: str, subject: str, date: str, text: str) -> str:
    """A plain mail."""
    return f"From: {sender}\nTo: all@choir.example\nSubject: {subject}\nDate: {date}\nMIME-Version: 1.0\nContent-Type: text/plain; charset=utf-8\n\n{text}\n"
