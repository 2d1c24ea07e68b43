"""The other ways in which people are called: nicknames, short names, initials."""

from __future__ import annotations

from collections.abc import Iterator

from lmep_consult.pseudonyms.words import is_english, key_of

# One line a name: its forms, then what it is shortened to.
_NICKNAMES = """
abigail: abby abi gail
agatha: aggie
alan allan allen alun: al
alastair alasdair alistair alister: ali al
albert: al bert bertie
alexander alexandra alexandria: alex alec lex sandy sasha xander sandra
alfred: alf alfie fred
alison allison: ali
amanda: mandy manda
amelia: millie mille amy
andrew andrea: andy drew
angela: angie ange
ann anne anna annie anneliese annelise annette: annie ann anna nan
anthony antony antonia: tony ant toni
archibald: archie
arthur: art artie
augustus augustine augusta: gus gussie
barbara: babs barb barbie
barnaby: barney
bartholomew: bart barty
beatrice beatrix: bea bee trixie
benjamin benedict benedicta: ben benny benji
bernard bernadette bernadine: bernie
bethany: beth
bronwen bronwyn: bron bronny
caroline carolyn: carrie caz
cassandra: cass cassie
catherine catharine cathryn catriona: cat cath cathy kate kathy kit kitty
katherine kathryn katharine kathleen katrina: kate kath kathy katie kat kit kitty cathy
charles charlotte: charlie chas chuck lottie charley
christine christina christopher christian kristina: chris chrissie chrissy kris tina topher kit
clifford clifton: cliff
constance: connie
cynthia: cindy
daniel danielle daniela: dan danny dani
david: dave davy davey
deborah debra: deb debbie debs
delphine: del delphi
derek derrick: del
desmond: des dez dezzie
diana diane: di
dominic dominique: dom
donald donna: don donny
dorothy dorothea: dot dottie dolly thea dora
douglas: doug dougie
duncan: dunc
edmund edward edwin edwina: ed eddie ted teddy ned eddy
eleanor elinor: ellie nell nelly nora
elizabeth elisabeth: beth betty eliza ellie libby lisa liz lizzie lizzy bess betsy
emily emma: em emmie millie
ernest: ernie
eugene eugenia: gene
felicity: fliss flick
fergus ferguson: ferg fergie
florence: flo florrie
frances francis francesca francine: fran frank frankie cesca franny
frederick frederica: fred freddie freddy
gabriel gabrielle gabriella: gabe gabby gaby
geoffrey jeffrey geoff: geoff jeff
george georgina georgia: georgie gina
gerald geraldine gerard: gerry jerry ged
gillian jillian: gill jill gilly
gordon: gordie
graham graeme: gray
gregory: greg
gwendolyn gwendolen gwenllian gwyneth: gwen
harold harriet henrietta henry harry: harry hal hattie hetty hank
helen helena: nell nellie lena
hugh hugo: hughie
isabel isabelle isabella isobel: bella belle izzy izzie tibby
isaac: ike zac
jacob: jake
jacqueline: jackie jacqui
james jamie: jim jimmy jamie jem
jane janet janice: jan janey jenny
jason: jay
jennifer: jen jenny jenni jenna
jeremy jeremiah jerome: jerry jez jem
jessica: jess jessie
joan joanna joanne johanna jolene: jo joey jojo
john jonathan jonathon: jack johnny jon jonny jonty
joseph josephine: joe joey jo josie
joshua: josh
judith: judy jude
julia julie julian juliet: jules ju
katarzyna: kasia
kenneth: ken kenny
kimberley kimberly: kim
laurence lawrence laura lauren: larry laurie lol
leonard leopold leonora: len lenny leo
leslie lesley: les
lillian lilian: lily lil
louis louise lewis: lou lew
lucinda lucy lucille: lucy lulu cindy luce lou
lynda linda: lyn lin lindy
madeleine madeline: maddie maddy
malcolm: mal malc
margaret marguerite margery: maggie meg peggy peg mags marge margie madge greta rita daisy
maria marie mary miriam: molly polly mim mimi
marilyn: mal
martha: marty
martin: marty mart
matilda: tilly tilda
matthew: matt matty
maureen: mo
maximilian maxine maxwell: max
melanie: mel
melissa: mel lissa
michael michelle mikhail: mick mike mickey shell mikey
mohammed muhammad mohamed mohammad: mo
nancy: nan
natalie natalia natasha: nat tasha
nathan nathaniel: nat nate
nicholas nicola nicole: nick nicky nic nikki nico
norman: norm
oliver olivia: ollie olly liv livvy
pamela: pam
patricia patrick: pat paddy patsy tricia trish
penelope: pen penny
peter: pete
philip phillip philippa: phil pip pippa
phoebe: phoebs
priscilla: cilla prissy
rachel: rach rae
raymond: ray
rebecca: becca becky bex becks
reginald: reg reggie
richard: dick rich richie rick ricky
robert roberta: bert bob bobby rob robbie bobbie
roderick: rod roddy
roger: rodge
ronald veronica: ron ronnie
rosalind rosamund rosemary rosalyn: ros roz rosie rose
rupert: rupe
russell: russ
samantha samuel: sam sammy sammie
sarah sara: sally sal
saoirse: sersh
sebastian: seb
sharon: shaz shazza
sheila: sheil
sidney sydney: sid syd
simon: si
stanley: stan
stephanie stephen steven: steph steve stevie stef
stewart stuart: stu
susan susanna suzanne susannah: sue susie suzie sukie
sylvia: syl
tamsin: tam tams
terence teresa theresa: terry tess tessa
theodore theodora: ted teddy theo thea dora
thomas: tom tommy
timothy: tim timmy
tobias tobiah: toby tobes
trevor: trev
valerie: val
victor victoria: vic vicky vikki tori
vincent: vince vinny
violet viola: vi
virginia: ginny ginger
vivian vivienne: viv
walter: wally walt
wilfred wilhelmina: wilf billie mina
william: bill billy will willie wills liam
winifred: winnie win freda
yvonne: von
zachary: zac zack zak
"""


def _read_table() -> dict[str, frozenset[str]]:
    table: dict[str, set[str]] = {}
    for line in _NICKNAMES.strip().splitlines():
        forms, _, short = line.partition(":")
        for form in forms.split():
            table.setdefault(form, set()).update(short.split())
    return {name: frozenset(short) for name, short in table.items()}


_SHORT = _read_table()
_LONG: dict[str, frozenset[str]] = {
    short: frozenset(name for name, forms in _SHORT.items() if short in forms)
    for short in set().union(*_SHORT.values())
}


# First names without a short form that are English words too.
_WORDS_TOO = frozenset(
    "amber basil carol crystal dale dawn dean destiny eve faith fern gene glen grace harmony hazel heath heather holly "
    "hope iris ivy jade jasmine jay joy kay lance mark melody myrtle olive opal pearl piers poppy prudence ray robin "
    "ruby sage skye verity willow wren".split()
)


def is_first_name(key: str) -> bool:
    """Whether a word (see key_of) is a first name that has a short form, is one, or is an English word too."""
    return key in _SHORT or key in _LONG or key in _WORDS_TOO


def first_names(first: str) -> dict[str, str]:
    """What else somebody of this first name may be called, and why.

    Nicknames; the names this may be a nickname of; four or five letters of its beginning or its end, or its beginning
    with -y or -ie, where that is no English word.

    >>> first_names("Katherine")["kate"], first_names("Oluwaseun")["seun"]
    ('nickname of Katherine', 'short for Oluwaseun')
    """
    key = key_of(first)
    nicknames = sorted(_SHORT.get(key, frozenset()) | _LONG.get(key, frozenset()))  # the same order in every process
    found = {name: f"nickname of {first}" for name in nicknames if name != key}
    for short in _shortened(key):
        if not is_english(short) and short != key:
            found.setdefault(short, f"short for {first}")
    return found


def _shortened(key: str) -> Iterator[str]:
    for length in (4, 5):
        if length <= len(key) - 2:
            yield key[:length]
        if length <= len(key) - 4:
            yield key[-length:]
    for length in range(3, min(4, len(key)) + 1):
        stem = key[:length]
        if stem[-1] not in "aeiouy":
            for ending in ("y", "ie"):
                yield stem + ending
                yield stem + stem[-1] + ending


def with_initials(words: list[str]) -> list[str]:
    """A name of two words or more with all but one of them as initials, and as initials only with full stops.

    >>> with_initials(["Jane", "Anne", "Doe"])
    ['J Doe', 'J A Doe', 'Jane D', 'Jane A Doe', 'J.D.', 'J.A.D.']
    """
    first, *middle, last = words
    letters = [word[0] for word in words]
    found = [f"{first[0]} {last}", " ".join([*letters[:-1], last]), f"{first} {last[0]}"]
    if middle:
        found.append(" ".join([first, *letters[1:-1], last]))
    found += [f"{letters[0]}.{letters[-1]}.", "".join(f"{letter}." for letter in letters)]
    return list(dict.fromkeys(found))
