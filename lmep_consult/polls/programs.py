"""How programs that hold polls head the columns they add: who answered, and when."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

from lmep_consult.text import unaccented

# The columns Forms adds, as it heads them in English, German, Spanish, French, Italian, Dutch, Portuguese, Polish,
# Swedish, Norwegian, Danish and Japanese, and (translated, not seen) in Welsh, Finnish, Czech, Turkish, Chinese and
# Korean.
_FORMS = {
    "id": "ID",
    "start": "Start time|Startzeit|Hora de inicio|Heure de début|Ora di inizio|Begintijd|Hora de início"
    "|Godzina rozpoczęcia|Starttid|Starttidspunkt|開始時刻|Amser cychwyn|Amser dechrau|Aloitusaika|Čas zahájení"
    "|Başlangıç zamanı|开始时间|開始時間|시작 시간",
    "submitted": "Completion time|Fertigstellungszeit|Hora de finalización|Heure de fin|Ora di completamento"
    "|Tijd van voltooien|Hora de conclusão|Godzina ukończenia|Slutförandetid|Fullføringstidspunkt"
    "|Fuldførelsestidspunkt|完了時刻|Amser cwblhau|Amser gorffen|Valmistumisaika|Čas dokončení|Tamamlanma zamanı"
    "|完成时间|完成時間|완료 시간",
    "email": "Email|E-Mail|Correo electrónico|Adresse de messagerie|Adresse e-mail|Courriel|Posta elettronica"
    "|Correio eletrônico|Correio eletrónico|Adres e-mail|E-post|E-postadresse|Mail|メール|E-bost|Ebost|Sähköposti"
    "|E-posta|电子邮件|電子郵件|전자 메일",
    "name": "Name|Nombre|Nom|Nome|Naam|Nazwa|Namn|Navn|名前|Enw|Nimi|Jméno|Ad|姓名|名称|名稱|이름",
    "language": "Language|Sprache|Idioma|Langue|Lingua|Taal|Język|Språk|Sprog|言語|Iaith|Kieli|Jazyk|Dil"
    "|语言|語言|언어",
    "modified": "Last modified time|Zeitpunkt der letzten Änderung|Uhrzeit der letzten Änderung"
    "|Hora de la última modificación|Heure de la dernière modification|Ora dell'ultima modifica"
    "|Tijd van laatste wijziging|Hora da última modificação|Czas ostatniej modyfikacji|Tid för senaste ändring"
    "|Tidspunkt for siste endring|Tidspunkt for seneste ændring|最終変更時刻|Amser addasu diwethaf|上次修改时间",
    "points": "Total points|Gesamtpunktzahl|Total de puntos|Total des points|Punti totali|Totaal aantal punten"
    "|Total de pontos|Suma punktów|Cyfanswm pwyntiau",
    "feedback": "Quiz feedback|Quizfeedback|Comentarios del cuestionario|Commentaires du quiz|Feedback del quiz"
    "|Feedback do questionário|Comentários do teste|Opinia o teście|Adborth cwis",
    "graded": "Grade posted time|Hora de publicación de la calificación",
}
_GOOGLE = {
    "submitted": "Timestamp|Zeitstempel|Marca temporal|Horodateur|Informazioni cronologiche|Tijdstempel"
    "|Carimbo de data/hora|Sygnatura czasowa|Tidsstämpel|Tidsstempel|Stamp amser|タイムスタンプ",
    "email": "Email Address|Email|Username|E-Mail-Adresse|Nutzername|Dirección de correo electrónico|Adresse e-mail"
    "|Nom d'utilisateur|Indirizzo email|E-mailadres|Endereço de e-mail|Adres e-mail|メールアドレス",
    "points": "Score|Total score",
}
_QUALTRICS = {
    "id": "ResponseId|Response ID",
    "start": "StartDate|Start Date",
    "submitted": "RecordedDate|Recorded Date|EndDate|End Date",
    "email": "RecipientEmail|Recipient Email",
    "first name": "RecipientFirstName|Recipient First Name",
    "surname": "RecipientLastName|Recipient Last Name",
    "status": "Status|Response Type",
    "other": "Progress|Duration (in seconds)|Finished|IPAddress|IP Address|ExternalReference|External Data Reference"
    "|External Reference|LocationLatitude|Location Latitude|LocationLongitude|Location Longitude|DistributionChannel"
    "|Distribution Channel|UserLanguage|User Language",
}
_SURVEYMONKEY = {
    "id": "Respondent ID|RespondentID",
    "start": "Start Date|StartDate|Date Created",
    "submitted": "End Date|EndDate|Date Modified",
    "email": "Email Address|Email",
    "first name": "First Name",
    "surname": "Last Name",
    "other": "Collector ID|CollectorID|IP Address|Custom Data|Custom Data 1|Language",
}
_JISC = {
    "id": "Response ID|Unique Response Number|Respondent ID",
    "start": "Start date|Date started",
    "submitted": "Completion date|Date completed|Completed date|Date submitted|Submission date",
    "email": "Email address|Respondent email",
    "name": "Respondent name",
    "other": "Completion status|Time taken|Preferred language|Token|Respondent key",
}
_ZOOM = {
    "id": "#",
    "name": "User Name|Name|Attendee Name|User Name (Original Name)",
    "email": "User Email|Email Address|Email",
    "submitted": "Submitted Date/Time|Submitted Date and Time|Submission Date/Time|Submitted Time",
}
_SLIDO = {
    "name": "User Name|Participant Name",
    "email": "User Email|Participant Email",
    "other": "User Company|Company|User ID|External ID",
}
_MENTIMETER = {"id": "Voter", "submitted": "Date|Time|Timestamp", "name": "Name", "other": "Session"}


@dataclass(frozen=True)
class Program:
    """A program: what its columns hold, by their headings as `unaccented` writes them; the roles of which columns must
    be there for a row to be its headings; whether the first of them is in the first column."""

    name: str
    roles: Mapping[str, str]
    needs: frozenset[str]
    first: bool = False

    def columns(self, texts: Sequence[str]) -> dict[int, str] | None:
        """What the columns of a row of headings hold, by their place; None where the row is not this program's."""
        there = {at: self.roles[text] for at, text in enumerate(map(unaccented, texts)) if text in self.roles}
        if not self.needs <= set(there.values()) or (self.first and there.get(0) not in self.needs):
            return None
        return there


def _program(name: str, headings: Mapping[str, str], needs: Collection[str], first: bool = False) -> Program:
    roles = {unaccented(heading): role for role, listed in headings.items() for heading in listed.split("|")}
    return Program(name, roles, frozenset(needs), first)


FORMS = _program("Forms", _FORMS, {"submitted"})
PROGRAMS = (
    _program("Qualtrics", _QUALTRICS, {"id", "submitted"}),
    _program("SurveyMonkey", _SURVEYMONKEY, {"id", "submitted"}),
    _program("Jisc", _JISC, {"id", "submitted"}),
    _program("Zoom", _ZOOM, {"name", "submitted"}),
    _program("Google Forms", _GOOGLE, {"submitted"}, first=True),
    _program("Slido", _SLIDO, {"name", "email"}),
    _program("Mentimeter", _MENTIMETER, {"id", "other"}),
)
