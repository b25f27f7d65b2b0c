"""Signs around a word that it is a person’s name: who did what to whom, “my friend …”, “… and me”.

Data only. `name_weights.py` weighs them.
"""

from __future__ import annotations

from analysis.listing import listed

# “My friend X”, “this girl X”, “our head boy X”.
RELATIVES = listed(
    """friend friends mate mates bestie bsf bff bro brother brothers sister sisters sis cousin cousins uncle aunty auntie aunt mum mam dad
    stepdad stepmum stepbrother stepsister nan grandad boyfriend girlfriend bf gf ex twin neighbour partner crush bully bullies
    boy girl lad kid kids lads girls guy man woman person pal roommate captain prefect tutor ta teacher caretaker cleaner
    receptionist driver coach mentor counsellor cook librarian nurse chef niece nephew"""
)  # fmt: skip
CALLED = listed("called named nicknamed namely")
CALLING = listed("call calls calling")
# “My friend …”, “this girl …”: whose friend, which girl.
OURS = listed("my our this a his her best their the little big")
# “My name is …”, “my best mate is …”.
WHO_IS_IT = listed("my name names mate friend teacher bestie")
# What a name comes after when somebody is spoken of or to.
TOWARDS = listed(
    """tell told ask asked with and n from hate hated love for like hit move unblock let help helped by about saw made
    when if cos cause because that but so then while since until think thinks thought reckon know knows say says said
    dear hi hey hello bye thanks thank except even only against around near behind beside hates loves called gave give report
    reported blame blamed kick kicked punched pushed want see without between than after and to put sit sat blocked msg message text
    met invite invited know trust find how why where what lol tbh yesterday today once & play played beat like miss missed please pls plz
    happened worried scared watch saw catch caught heard hear believe"""
)  # fmt: skip
# Done to people and seldom to things, so that even “faith” is somebody after them.
TO_SOMEBODY = listed(
    "tell told tells telling ask asked asks asking pushed punched kicked slapped blame blamed bullied reported invited unblock called shouted"
) - {"called"}
# What a question or a wish begins with: “can sue come back”.
ASKING = listed("can will could should would does did is was has please pls plz let why")
# A name rarely comes straight after these.
BEFORE_NO_NAME = listed(
    """the a an my your his her their our no more some any this of every each these those very too really such another other most
    much many less few own i he she it they we you who there dont doesnt didnt cant wont couldnt wouldnt shouldnt not never just
    will would could should can must might may be been being am im are were its it's youre theyre hes shes was
    in on at under over into lots which whose what all both either to it'll they'll we'll youll
    ill id ive gonna wanna gotta lets let's don't i'll i'd
    dead proper well pure bare fully always kinda sort kind full"""
)  # fmt: skip
# “Next to X”, “happened to X”: not before a verb, as in “to mark”.
TO_PERSONS = listed(
    """next talk talks talking talked speak spoke listen listened happened happens said say lied close mean nice horrible rude it them this that happen
    write wrote up back over him her me stuff things sat stood related married engaged belongs"""
)  # fmt: skip
# After these an unknown word may be a name all the same.
ADVERBS = listed("just not never always all both even only dont to so as own cant wont was is are im")
# Pronouns and nouns after which “will” or “may” is a verb.
SUBJECTS = listed(
    """i he she it they we you u who that this there which what people teachers teacher school everyone someone anyone nobody everybody
    somebody no-one noone nothing something everything kids they'll mum dad sir miss one it's students pupils boys girls lads
    friends friend hopefully how why where when then"""
)  # fmt: skip

# What people do to others or say, in the manner a name is followed by …
ACTS = listed(
    """pushed pushes hit hits punched punches kicked kicks threw throws told tells said says thinks thought laughs laughed sits sat steals stole robbed
    robs asked asks cried cries shouts shouted screamed screams spat spits tripped trips bullies bullied sent sends posted posts lied lies swore
    swears grabbed grabs slapped slaps stares stared pinched shoved shoves threatens threatened mocks mocked copies copied teases teased
    nicked nicks chased pulled snitched blocked walked ran vapes vaped smokes sells skips wears"""
)  # fmt: skip
# … what else people do and things seldom …
DEEDS = listed(
    """keeps kept calls hates hated likes tries tried wants wanted knows knew lived lives plays played ate eats gave gives walks runs skipped wore who
    whos whose reckons deserves deserved understands listens ignores ignored speaks spoke talks acts loves loved fell misses won turned smells
    stinks pulls follows followed looked sings sang helps helped invited"""
)  # fmt: skip
# … and what they do as other things do, too.
DOINGS = listed(
    """wont cant doesnt didnt hasnt isnt wasnt wouldnt couldnt shouldnt aint won't can't doesn't didn't hasn't isn't wasn't got gets broke breaks made
    makes went goes came comes left leaves used uses needs needed took takes drew put puts started starts hurt hurts moved moves has had
    stands stood lost looks does did hides moans misbehaves shared"""
)  # fmt: skip
# … and what may follow a name or any other noun.
STATES = listed(
    "is was has had should can will would might always never just still even also who whos from really if or cos because pls please again"
)  # fmt: skip
JOINED = listed("and n & or nd plus vs")
ME = listed("me i myself him her us them his hers my our")
# “… in year 8”, “… from my form”.
IN_A_YEAR = listed("in from")
OF_A_YEAR = listed("year yr my our form y7 y8 y9 y10 y11 yr7 yr8 yr9 yr10 yr11 7 8 9 10 11 set")
WHO_AM_I = listed("im i'm am name names name's named signed")

# Where grown-ups of a school are: “dawn on reception”, “sue the ta”.
POSTS = listed(
    "reception office canteen kitchen desk library medical ta tas caretaker cleaner receptionist librarian cook nurse counsellor mentor driver bus lollipop"
)  # fmt: skip
# Before a name, and part of it: “lil dave”, “big j”.
BY_SIZE = listed("lil lill big young fat skinny")

# Names that answers are full of as words. These need a sentence that leaves no doubt.
MOSTLY_WORDS = listed(
    """will may summer hope grace mark bill art faith joy april june august sky star prince king lucky princess dean chase rose miles sunny
    happy precious blessing favour justice christian young major royal reign storm winter autumn heaven honey bear ocean sandy rocky
    buddy rich gay rusty woody sage basil olive ginger hazel crystal gold gem jewel diamond tiger wolf baker butler cook fisher gardener
    shepherd smith miller porter price power bush wood woods forest brook brooks field fields hill hills stone stones bond cash chance duke earl
    baron knight bishop pope abbot church temple hall house park parks street west north south east spring love sweet sharp bright wise best good
    moody gray grey green brown black white blue wing sing sung song yang long ping pong kit win earnest charity patience prudence
    constant mercy glory praise promise peace comfort success progress unity liberty victory bliss dawn noel merry dove raven rice bean
    curry berry apple cherry peaches candy cookie sugar pepper herb ash elm oak clay cliff glen heath marsh moor ridge rush skip chip
    chuck buck colt stud rod wally willy gus lady dot bob rob sun noon pat nick frank max mick jean guy van lane page
    gift given wisdom knowledge talent innocent brave brilliant lovely pretty beauty prayer trust rock steel spike ace coach
    sunshine dream navy fox jet rain rainbow snow saint pilot legend rebel ranger rider scout sailor marine blade blaze kiss shy angel
    mason archer hunter cooper tanner turner walker potter carpenter farmer taylor driver singer marvel trinity destiny harmony
    melody eve carol robin jay martin bell ward banks bates pitt case gamble large little short small strong swift speed
    de link non job memory story al porn million welcome edit meet jul loan bay perfect unique thu tel bin java deep mini las min jersey fan cat
    patient urban truth gene alert delta tea jazz junior les wonderful alpha tin don que cam ram pure wonder winner sterling journey sin desire
    roman era gang ran valentine reg pride den cal legacy sur hero atlas val sad tan sender mat trim thy danish pal hang lung mart fortune
    haven nail joke landing coral bride bare hung treasure raid amino happiness buzz geo alter indie naval nat rim zen soma lyric shade karma
    reef dom courage lap rage halo viral privilege frost fin shine miracle samba virtue nil nest revelation garnet honour harsh hamas goodness
    lima sang meadow orion indigo creed forgive fortunate muse purity blossom tuna scarlet blessings misty perpetual shire phat clover
    righteous sincere em tod flick foster kip oi dash santa sory hon motel salvation delight han lam gal chi ion naya wale nu sai vid lolly
    engin lion ole yemen oman mali kenya bristol rome cairo vienna geneva melbourne wellington washington nissan porsche lexus chevy dick mas
    mubarak kik whitworth
    y11s y10s y9s y8s y7s barney
    day days weeks early late friend cousins goodman newman self rival stark bloom marshall wells ford cross"""
) - listed("robin martin mason taylor walker eve jay max nick frank bob carol hazel olive rob")  # fmt: skip

# Names that answers hold as words, too, whether a list has them or not.
WORDS_TOO = listed(
    """will may summer hope grace mark bill art faith joy april june august star river prince king lucky princess dean chase rose miles sunny happy
    precious blessing favour justice angel storm autumn heaven honey sandy rocky buddy rich rusty basil olive ginger hazel crystal amber
    jade ruby pearl iris daisy lily poppy holly ivy heather violet jasmine rosemary fern dawn eve carol robin jay mick nick rob bob pat drew sue
    frank max hunter archer mason cooper parker carter tanner walker turner grant reed ray don randy guy gus dot penny patience
    charity mercy harmony melody trinity destiny serenity phoenix raven jet ace axel blaze scout noel gift innocent talent goodness
    comfort promise praise victory kit jean glen cliff clay wade gene sky jack ed dave"""
) - listed("jack ed dave carter walker")  # fmt: skip
# Surnames so common that they are names first, though lists of English words hold them.
NO_WORDS = listed(
    """smith jones williams taylor davies wilson evans thomas roberts johnson khan patel hussain ahmed ali singh kaur begum robinson thompson hughes
    edwards lewis harris clarke jackson morris martin morgan murphy kelly simpson anderson richards collins bennett murray stewart
    graham owen kennedy lloyd ellis campbell mitchell adams phillips davis mcdonald macdonald reid ross watson dixon russell james
    rogers griffiths jenkins matthews gibson henderson robertson chapman shah hassan hussein akhtar mohammed rahman chowdhury nguyen
    chen wang zhang liu huang tran pham silva santos lopez garcia kowalski novak popescu cohen levy goldberg schwartz friedman
    oconnor sullivan doyle byrne gallagher kavanagh quinn burke connolly fitzgerald donnelly barrett hopkins wilkinson harrison
    atkinson jackson watkins sutcliffe entwistle tattersall hargreaves ogden haworth kershaw rothwell crompton duckworth"""
)  # fmt: skip

# First names that are words as well, and that pupils hardly ever mean as words.
MOSTLY_NAMES = listed(
    """abbey adele alf alfred ally alma ameen amin anis anna annas aria ariana ariel athena avery ayah ayat bailey baz beau beck becks
    bella ben bentley bertha bess bev beverly bex billy bobby bonnie bram brooklyn carter cas caspian cass cassia celeste chad chas
    chris christen clement clementine cleveland coco colby corrie cosmo crawford cruz curt dan dane daz deb dee denver derry des dev devi
    dex diego dinh dirk dixie dolly eddy elan eman emir eva eve felicity fitz flo florence fran franco gael gaz georgia george gerald gid
    gil goldie goodluck graciela haji hal hank harley harper harry hartley hector henley henry honor huck hue iman imani indie indy isis izzy
    jack jag jami jannah jasper jaz jazzy jem jenny jerry jett jim jonah jordan jude juliet juma kane kat kay ken kerry kirk kitty
    kris lacey laird lakshmi layton leander lee leigh lennie leo lexis liz lorraine lou luigi lulu luther mable mads mags
    mahdi mai manny marc marci marina matilda matt maz meg mel mercedes mia mike milan mim mina mindy mitch molly mona murph ned nell
    nelson nevaeh nova odessa ollie olympia oscar ozzy palmer pam pascal patty percy peri perry phong pierce pip piper posy princewill raf
    raj raja rani raz rhea rhi rick riyadh riz roch romeo rosa roscoe roshan ross rosy rowan rowen roy royce rudy russ ruth saff
    saffron sahara salaam sally sam samara sancho santiago sasha savannah sawyer scot seb serena serge shay shaz sheila shiv shiva sid sienna
    skye smithy smiffy sofia sol sonny stan ste stu stuart suki sully sydney tamer tara tash taylor taz ted teddy terry tess tiff tilly tim toby
    tom tommy tony tori tory tracy tran trent trinidad triston uma vic victor viola vita viv walker warren wes wilf willow wren yas yaz
    yen yoyo zac zara zed zee ziggy zinnia lovejoy loveness trymore givemore learnmore moreblessing everjoy dave ed jay robin lin lan
    ming ling hoang hoa kieu thang wang wong chang"""
) - listed("yoyo tory trinidad denver cleveland")  # fmt: skip
