//! Words by what they say about the numbers beside them. Each token is looked up once.

use rustc_hash::FxHashMap;
use std::sync::LazyLock;

/// Words for a street.
pub const STREET: u32 = 1 << 0;
/// Words for a street that are common words in small letters.
pub const WEAK_STREET: u32 = 1 << 1;
/// What stands before a number that is no house.
pub const NO_HOUSE: u32 = 1 << 2;
/// Words that count time or people, or join: no street is named so.
pub const NO_NAME: u32 = 1 << 3;
/// What speaks of vehicles.
pub const VEHICLE: u32 = 1 << 4;
/// What a date may belong to, other than a birth.
pub const OTHER_EVENT: u32 = 1 << 5;
/// What dates of laws and publications stand beside.
pub const LAW: u32 = 1 << 6;
/// What may stand between a cue and its number.
pub const FILLER: u32 = 1 << 7;
/// What numbers things, not people.
pub const BUSINESS: u32 = 1 << 8;
/// Words for a school.
pub const SCHOOL: u32 = 1 << 9;
/// Words before "school" that name none.
pub const GENERIC: u32 = 1 << 10;
/// Words that follow "snapchat is" where no handle does.
pub const PLAIN: u32 = 1 << 11;
/// What speaks of profiles and messages.
pub const PLATFORM: u32 = 1 << 12;
/// Words after "@" that are no handle.
pub const COMMON_AT: u32 = 1 << 13;
/// Small words that a spaced code is not made of.
pub const SMALL: u32 = 1 << 14;
/// The areas of UK postcodes.
pub const AREA: u32 = 1 << 15;
/// How domains end.
pub const DOMAIN: u32 = 1 << 16;
/// How files and abbreviations end.
pub const FILE: u32 = 1 << 17;
/// Sites with profiles.
pub const SITE: u32 = 1 << 18;
/// How their addresses end.
pub const SITE_END: u32 = 1 << 19;
/// Their pages that belong to nobody.
pub const PUBLIC_PAGE: u32 = 1 << 20;
/// Platforms and words for a handle, after which a plain word may be one.
pub const NAMING: u32 = 1 << 21;
/// Words after "Year 9 at" that are no school.
pub const NO_SCHOOL: u32 = 1 << 22;
/// Numbers in words.
pub const NUMERAL: u32 = 1 << 23;
/// Months.
pub const MONTH: u32 = 1 << 24;
/// Days in words, and letters that look like digits.
pub const DAY_WORD: u32 = 1 << 25;
/// The radio alphabet.
pub const RADIO: u32 = 1 << 26;
/// What a number that is known by the word before it follows.
pub const CUE: u32 = 1 << 27;
/// What a year or a class of a school begins with.
pub const CLASS_WORD: u32 = 1 << 28;
/// Words for one home among others.
pub const FLAT: u32 = 1 << 29;
/// Platforms whose names are common words or letters: only a word made as handles are follows them.
pub const LOOSE: u32 = 1 << 30;
/// What says that someone lives there.
pub const HOME: u32 = 1 << 31;

const LISTS: [(u32, &str); 32] = [
    (
        STREET,
        "road rd street avenue ave av crescent cres terrace terr gardens gdns lane drive close court grove mews wynd parade \
         boulevard blvd villas tce mws gdn clo crt bldgs cottages buildings mansions maisonettes cresc trc almshouses bungalows \
         esplanade \
         cotts wlk grv ln",
    ),
    (
        WEAK_STREET,
        "st cl ct dr ln way hill view place pl walk row rise park green square sq gate house end croft field fields meadow \
         meadows bank brow fold yard wharf quay lodge tower towers heights path vale dale common heath mount ridge circus \
         approach rs yd sq pk vw hts garth ter arcade maltings broadway cottage farm point estate bridge cross drove loan brae \
         gait crest hey chase \
         passage alley vennel strand promenade copse spinney dell glen glade orchard orchards leys paddock paddocks acre \
         acres crossing oval precinct flats causeway embankment hythe staithe staithes crofts ings wk gr gro cr prd warren \
         holt combe garth hollow nook brook dene bypass pightle ginnel snicket twitten parkway forge stables barn barns \
         granary foundry rectory vicarage mill mills apartments knoll rigg gill shaw moor wood woods",
    ),
    (
        NO_HOUSE,
        "section s ss article art year yr years chapter tip page pp p rule act bus route part regulation schedule step standard \
         stage level ks age aged day week version v volume table figure appendix para paragraph junction platform gate zone \
         tier band phase quarter august january february july june october december november september april bay theatre \
         courtroom under over about than around approximately ward",
    ),
    (
        NO_NAME,
        "minute minutes wks wk no same decimal min mins hour hours mile miles metre metres day days week weeks month months \
         year years yr yrs old of the a an and or in on at to for from by with is are was were has have had who that as times \
         time x per way hr hrs people children kids boys girls young lads pm am st nd rd th his her their my our him them it we \
         he she they i you this near more other different km m k under off not but downing january february june july august \
         september october november december via if when then still safe trap cuckooed separate nights night long short one two \
         three yard yards foot feet inch meter meters",
    ),
    (
        VEHICLE,
        "reg rego registration plate plates numberplate vrm vrn anpr car van moped vehicle scooter motorbike bike taxi index \
         audi bmw golf corsa fiesta astra polo focus mercedes merc transit vw ford vauxhall seat kia toyota prius nissan honda \
         range rover outside parked parks layby escort mondeo insignia skoda peugeot renault citroen volvo mazda tesla hyundai \
         cab minicab driving drives drove saloon hatchback lorry truck",
    ),
    (
        OTHER_EVENT,
        "review reviews meeting visit due conference session court hearing appointment seen missing booked call updated field \
         mandatory deadline starts after before between",
    ),
    (
        LAW,
        "act assent published commenced commencement force inspection ofsted judgment judgement updated guidance inquiry \
         version report policy regulations issued ruling opened closed founded launched introduced edition accessed strategy",
    ),
    (
        FILLER,
        "no nos num number nr ref reference id is was s the its it code file record log crime case client person patient as \
         under report recorded incident and of police now still through finally given logged our their his her system on a c \
         sort account",
    ),
    (
        BUSINESS,
        "charity isbn company issn doi registered version build contract procurement invoice order tender course job vacancy advert adverts applicants \
         interviews recruitment hiring bid \
         helpdesk ticket fault asset booking grant parking purchase serial model alarm printer",
    ),
    (
        SCHOOL,
        "academy school college high primary juniors junior infants infant grammar comp comprehensive pru girls boys community \
         secondary sch prep manor acad coll sec utc tech schl inf jnr jnrs acadmy acadamy accademy collage",
    ),
    (
        GENERIC,
        "the a an our his her their my your this that at in of to from after before new old same each every any local special \
         and or with for by state public private independent boarding sunday summer middle upper lower first mainstream whole \
         previous current former one two is was on between sixth form free faith pupils when if what how year no which \
         alternative home out miss missing missed since during into left as but virtual another some all most many both these \
         those partner feeder linked only not why ask tell send can should year's s catholic mixed very so too risk boy girl \
         young yr academy school college high primary juniors junior infants infant grammar comp comprehensive pru girls boys \
         community secondary sch prep manor acad coll sec utc tech inf jnr jnrs starts started starting attend attends attending \
         leaving leaves finish finishes begin begins join joins joined there got go goes went going moved moving pupil pupils \
         student students get gets back over yet now just still local nearby big good bad great they he she we i you my me him \
         them us it will would could did do does has had have are were be been mum dad nan tutor form class year group \
         lads kids teacher teachers head heads learners staff known pre post senior seniors about around more less \
         most few lots several none nobody everyone someone than then later where who whose by under off up down ks3 ks4 \
         fee paying pays non no full nearest next inner city whichever attended start applied applying apply towards \
         without against through across within near outside inside own them age aged further education technical agricultural \
         sports performing \
         teaching training academic arts online football rugby cricket dance boxing police army military stage drama theatre \
         driving village town county council church hospital child childs acadmy acadamy accademy collage schl",
    ),
    (
        PLAIN,
        "the not now where how what full down private public open gone fine safe dangerous her his their our still also just \
         only why when for with all one that this there which who and but bad good set hidden new old big popular everywhere \
         toxic known aware empty dead active yes none unknown videos chats messages groups streaks stories maps filters friends \
         adverts age can ask has you they she location too hers theirs mine enough off out easy free everything nothing fun \
         snapchat instagram tiktok facebook help parents children adults advice tips guide see check talk required needed \
         optional mandatory visible shown fake real broken lost wrong missing taken different similar same free",
    ),
    (
        PLATFORM,
        "ig tok facebook fb discord xbox psn handle telegram twitter yt roblox wifi profile add account dm dms kik online \
         fortnite steam twitch playstation ps4 ps5 snap snapchat snaps snapped insta instagram tiktok tik message messages messaged \
         messaging gamer gamertag user username usernames youtube whatsapp bereal acc accs alias aka wickr wizz yubo vsco threema \
         minecraft depop vinted spotify finsta snapcode screenname nickname gifted followed skins robux nick userid ghosted",
    ),
    (
        COMMON_AT,
        "everyone here channel school home work team all the this college court hospital lantern duty night nspcc barnardos \
         childline catch22 police mash mace supervisor supervisors cafe mum dad station about safeguarding leads lead admin \
         staff his her their our my approx around noon midnight lunch break yp dsl managers manager workers teams group mods \
         practitioners",
    ),
    (
        SMALL,
        "at in on to is it by up of or so my we he me no go do am an as be us if the and was has had for but not day min may \
         jan feb mar apr jun jul aug sep oct nov dec hrs out all who her his she him you are yrs our off per its mon tue wed \
         thu fri sat sun new old got get bus way now one two ten ltd plc age yp sw pc dc ds gp st nd rd th pm hr yr kg km ft mm \
         cm ml mg gb mb ok uk eu bst gmt tbc ref abe cin cpp lac pru sen nrm cce cse mfh edt nfa tac taf iro dsl boy men kid \
         lad",
    ),
    (
        AREA,
        "ab al b ba bb bd bf bh bl bn br bs bt bx ca cb cf ch cm co cr ct cv cw da dd de dg dh dl dn dt dy e ec eh en ex fk fy \
         g gl gu gy ha hd hg hp hr hs hu hx ig im ip iv je ka kt kw ky l la ld le ll ln ls lu m me mk ml n ne ng nn np nr nw ol \
         ox pa pe ph pl po pr rg rh rm s sa se sg sk sl sm sn so sp sr ss st sw sy ta td tf tn tq tr ts tw ub w wa wc wd wf wn \
         wr ws wv yo ze",
    ),
    (DOMAIN, "com org net uk co ac gov io me info edu eu ie"),
    (FILE, "doc docx pdf xlsx csv png jpg jpeg md txt html mp4 eg ie rs toml json"),
    (
        SITE,
        "instagram facebook fb tiktok twitter x snapchat youtube twitch t telegram threads onlyfans linkedin discord \
         insta ig steamcommunity soundcloud wa kik vsco reddit roblox ask tellonym ngl linktr cash paypal whatsapp",
    ),
    (SITE_END, "com me tv gg ee link net fm co app"),
    (PUBLIC_PAGE, "help about safety legal support privacy parents report com terms guide"),
    (
        NAMING,
        "snap snapchat insta instagram ig tiktok tok fb facebook discord xbox psn ps4 ps5 playstation gamertag tag username handle kik \
         telegram twitter yt youtube roblox steam twitch fortnite bereal wickr wizz yubo vsco threema minecraft depop vinted \
         finsta snapcode \
         screenname userid",
    ),
    (
        NO_SCHOOL,
        "risk least present lunch break times first night work weekend weekends court point moment christmas \
         easter hospital church panel mash mace which who worst best once last camhs",
    ),
    (
        NUMERAL,
        "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen \
         eighteen nineteen twenty thirty forty fifty sixty seventy eighty ninety oh nought naught nil double triple treble",
    ),
    (
        MONTH,
        "january february march april may june july august september october november december jan feb mar apr jun jul aug sep \
         sept oct nov dec janu febr",
    ),
    (
        DAY_WORD,
        "first second third fourth fifth sixth seventh eighth ninth tenth eleventh twelfth thirteenth fourteenth fifteenth \
         sixteenth seventeenth eighteenth nineteenth twentieth thirtieth twenty thirty o l ll lo ol xmas \
         christmas boxing easter bonfire valentine valentines new halloween hogmanay",
    ),
    (
        RADIO,
        "alpha bravo charlie delta echo foxtrot golf hotel india juliet kilo lima mike november oscar papa quebec romeo sierra \
         tango uniform victor whiskey xray yankee zulu alfa",
    ),
    (
        CUE,
        "cad lcs mosaic liquidlogic ics eclipse azeus caredirector urn crn mrn pnc pncid nrm niche athena cris systmone \
         frameworki carefirst fwi iopc crims occurrence incident crime log ref reference refs referral case court hospital hosp \
         report tribunal docket record client patient emis rio director custody investigation intel office passport licence \
         license imei upn uln iccid lic dl cpoms myconcern ehm charms inc mash marac biometric brp card account acct acc ac iban \
         prison prisoner sort sortcode c visa debit mastercard",
    ),
    (
        CLASS_WORD,
        "year yr yrs y p s bl form class set grade grp group tg registration dosbarth blwyddyn reception nursery tutor sixth lower \
         upper first second third l u foundation",
    ),
    (FLAT, "flat flt apartment apt house unit maisonette plot bungalow bedsit caravan"),
    (
        LOOSE,
        "sc tt tg dc tele signal session hoop epic ea line viber skype wechat brawl clash coc switch omegle ps main spam alt valorant gt messenger bsky",
    ),
    (HOME, "lives living stays staying resides residing address home bailed moved placed released based sleeping sofa"),
];

static CLASSES: LazyLock<FxHashMap<&str, u32>> = LazyLock::new(|| {
    let mut classes: FxHashMap<&str, u32> = FxHashMap::default();
    for (class, words) in LISTS {
        words.split_whitespace().for_each(|word| *classes.entry(word).or_default() |= class);
    }
    classes
});

/// The longest word of a list, in bytes.
const MAX_WORD: usize = 16;

/// The classes of a word in small letters.
pub fn classes(word: &str) -> u32 {
    if word.len() > MAX_WORD { 0 } else { CLASSES.get(word).copied().unwrap_or(0) }
}
