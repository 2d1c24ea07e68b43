"""Words of which it is known whether they may name somebody."""

from __future__ import annotations

# Capitalised by English spelling, whoever is meant.
ALWAYS = frozenset(
    "I I'm I'd I've I'll Monday Tuesday Wednesday Thursday Friday Saturday Sunday Mondays Tuesdays Wednesdays "
    "Thursdays Fridays Saturdays Sundays January February March April May June July August September October "
    "November December Christmas Easter English OK Ok".split()
)
# Attributes and offices, which English spells with a capital or without: they say what somebody or something is, and
# pass in small letters too. Whose office it is, a name says, and that is seen. The nations of the United Kingdom are
# not here: they are places that a study is about.
NO_NAMES = frozenset(
    "Afghan Afghanistan African Africa Albanian Albania Algerian Algeria American America Arab Arabic Argentina "
    "Asian Australian Australia Austrian Austria Bangladeshi Bangladesh Belgian Belgium Bengali Brazilian "
    "Bulgarian Bulgaria Canadian Canada Caribbean Chinese China Congolese Croatian Croatia Cuban Czech Danish "
    "Denmark Dutch Egyptian Egypt Eritrean Eritrea Estonian Estonia Ethiopian Ethiopia European Europe Filipino "
    "Finnish Finland France Germany Ghanaian Ghana Greek Greece Gujarati Hindi Hungarian Hungary Icelandic "
    "Iceland Indian Indonesian Indonesia Iranian Iran Iraqi Iraq Italian Italy Jamaican Jamaica Japanese Japan "
    "Kenyan Kenya Korean Korea Kurdish Latvian Latvia Lebanese Lebanon Libyan Libya Lithuanian Lithuania "
    "Malaysian Malaysia Mandarin Mexican Mexico Moroccan Morocco Nepalese Nepali Nepal Netherlands Nigerian "
    "Nigeria Norwegian Norway Pakistani Pakistan Palestinian Pashto Persian Farsi Polish Poland Portuguese "
    "Portugal Punjabi Romanian Romania Russian Russia Scandinavian Scandinavia Serbian Serbia Slovak Slovakia "
    "Slovenian Slovenia Somali Somalia Spanish Spain Sudanese Swedish Sweden Swiss Switzerland Syrian Syria Tamil "
    "Thai Thailand Turkish Ugandan Uganda Ukrainian Ukraine Urdu Vietnamese Vietnam Yemeni Yemen Zimbabwean "
    "Zimbabwe Director Directors Executive Executives Chief Officer Officers Head Manager Managers Chair Chairman "
    "Chairwoman Minister Ministers Mayor Mayors Councillor Councillors Chancellor Exchequer Commissioner "
    "Secretary Treasurer Governor Ombudsman Deputy Assistant Board Cabinet Committee Council Councils Department "
    "Departments Government Parliament Ministry Treasury Authority Authorities Mr Mrs Ms Miss Mx Dr Prof "
    "Professor Sir Dame Lord Lady Cllr Rev CV PDF".split()
)

# English words that people and places in Britain are called too: they may be names where they open a sentence, in a
# study that never writes them small.
ALSO_NAMES = frozenset(
    "amber april art ash autumn baker barking barry basil bath battle beech bell berry bishop blossom booth bow "
    "brook brooks buck burns bury bush butler carpenter carter chance chase christian church clay cliff cole colt "
    "cook cooper cork crane crook cross dale dawn deal dean derby dove down drew earl eden eve eye faith fern "
    "field finch fisher flint flora ford forest fox frost gale gardener glen gold grace grant gray green grove "
    "guy hale hall harbour harper hart hawk hazel heath heather hill holly honey hope hull hunt hunter iris ivy "
    "jade jasmine jet jewel joy june justice kent king knight lake lamb lane lark laurel lily long lord love "
    "major mark marsh martin mason may meadow melody mercy mile mill miller mills moody moor moss nelson noble "
    "north oak olive page parish park parker patience peace pearl penny pepper peters pike pine piper plant poppy "
    "potter power price prince prior reading red reed rich ridge river rivers robin rock rook rose rowan royal "
    "ruby rugby rush rust rye sage sale sandwich settle shaw shepherd singer skipper sky smith snow south spencer "
    "star stone street strong summer swan taylor temple thorn tower trinity turner viola violet walker wall ward "
    "ware wash waters weaver webb well wells west wheeler white wick will willow winter wolf wood woods wren "
    "wright young".split()
)
