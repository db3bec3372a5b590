"""What is said to small talk, and to wishes that documents cannot fulfil, in the languages of the page's readers."""

from collections.abc import Mapping

CAPABLE = "Ask me about the documents: a question, a summary, what there is, or where something is mentioned."
_ENGLISH = {
    "greeting": f"Hello! {CAPABLE}",
    "thanks": f"You're welcome! {CAPABLE}",
    "bye": "Goodbye! Your documents stay here whenever you have another question.",
    "who": f"I am Footnote: I answer from your documents and show the passage for every sentence. {CAPABLE}",
    "can": f"I answer from your documents and show the exact passage for every sentence. {CAPABLE}",
    "sure": "What I show stands in a document: its number opens the passage. Ask me something first.",
    "simpler": "I show the documents' own words and cannot put them into others. Ask about one part of it, or for a "
    "summary, and I'll show the sentences that tell most.",
    "misuse": f"I can't do that: I answer from the documents and show where it stands. {CAPABLE}",
}
_GERMAN_CAPABLE = (
    "Fragen Sie mich nach den Dokumenten: eine Frage, eine Zusammenfassung, welche Dokumente es gibt oder wo etwas "
    "erwähnt wird."
)
_GERMAN = {
    "greeting": f"Guten Tag! {_GERMAN_CAPABLE}",
    "thanks": f"Gern geschehen! {_GERMAN_CAPABLE}",
    "bye": "Auf Wiedersehen! Ihre Dokumente bleiben hier, wenn Sie wieder eine Frage haben.",
    "who": f"Ich bin Footnote. Ich antworte aus Ihren Dokumenten und zeige zu jedem Satz die Stelle. {_GERMAN_CAPABLE}",
    "can": f"Ich antworte aus Ihren Dokumenten und zeige zu jedem Satz die Stelle. {_GERMAN_CAPABLE}",
    "sure": "Was ich zeige, steht in einem Dokument: Seine Nummer öffnet die Stelle. Fragen Sie erst etwas.",
    "simpler": "Ich zeige die Worte der Dokumente und kann sie nicht umschreiben. Fragen Sie nach einem Teil oder "
    "einer Zusammenfassung.",
    "misuse": f"Das kann ich nicht: Ich antworte nur aus den Dokumenten und zeige, wo es steht. {_GERMAN_CAPABLE}",
}
_FRENCH_CAPABLE = (
    "Interrogez-moi sur les documents : une question, un résumé, quels documents il y a, ou bien où quelque chose est "
    "mentionné."
)
_FRENCH = {
    "greeting": f"Bonjour ! {_FRENCH_CAPABLE}",
    "thanks": f"Je vous en prie ! {_FRENCH_CAPABLE}",
    "bye": "Au revoir ! Vos documents restent ici pour une prochaine question.",
    "who": f"Je suis Footnote. Je réponds d'après vos documents, passage à l'appui. {_FRENCH_CAPABLE}",
    "can": f"Je réponds d'après vos documents, passage à l'appui. {_FRENCH_CAPABLE}",
    "sure": "Chaque phrase que je montre se trouve dans un document : son numéro ouvre le passage. Posez d'abord une "
    "question.",
    "simpler": "Je montre les mots des documents et ne peux pas les reformuler. Demandez-en une partie ou un résumé.",
    "misuse": f"Je ne peux pas : je réponds d'après les documents et montre où c'est écrit. {_FRENCH_CAPABLE}",
}
_SPANISH_CAPABLE = (
    "Pregúnteme por los documentos: una pregunta, un resumen, qué documentos hay o dónde se menciona algo."
)
_SPANISH = {
    "greeting": f"¡Hola! {_SPANISH_CAPABLE}",
    "thanks": f"¡De nada! {_SPANISH_CAPABLE}",
    "bye": "¡Adiós! Sus documentos siguen aquí para la próxima pregunta.",
    "who": f"Soy Footnote. Respondo a partir de sus documentos y muestro el pasaje de cada frase. {_SPANISH_CAPABLE}",
    "can": f"Respondo a partir de sus documentos y muestro el pasaje de cada frase. {_SPANISH_CAPABLE}",
    "sure": "Cada frase que muestro está en un documento: su número abre el pasaje. Haga primero una pregunta.",
    "simpler": "Muestro las palabras de los documentos y no puedo cambiarlas. Pregunte por una parte o un resumen.",
    "misuse": f"No puedo: solo respondo a partir de los documentos y muestro dónde está escrito. {_SPANISH_CAPABLE}",
}
_REPLIES: Mapping[str, Mapping[str, str]] = {"en": _ENGLISH, "de": _GERMAN, "fr": _FRENCH, "es": _SPANISH}


def reply_to(task: str, language: str) -> str:
    """What to say to small talk.

    Args:
        task: what of it was said, see `bot/learning/kind/examples.jsonl`.
        language: ISO 639-1 code; English for one that is not known.
    """
    return _REPLIES.get(language, _ENGLISH)[task]
