//! How words are written in messages and hurried notes, and what is meant.

use rustc_hash::FxHashMap;
use std::sync::LazyLock;

/// What is written, and what is meant by it: where it is no word of a phrase itself.
const ALWAYS: &str = "wud would, shud should, cud could, wd would, shd should, cd could, hav have, hve have, havin having, dun done, wot what, \
    wat what, wen when, wiv with, wif with, coz because, cuz because, cos because, bcos because, bcoz because, lyk like, lik like, yung young, \
    nite night, tonite tonight, luv love, fone phone, ppl people, peeps people, bf boyfriend, boyf boyfriend, gf girlfriend, hm him, hr her, \
    wnt want, dnt dont, yrs years, wks weeks, bak back, agen again, agn again, neva never, nevr never, evr ever, evry every, tht that, \
    dat that, frm from, abt about, dis this, dem them, thn then, nuffin nothing, nufin nothing, nuthin nothing, nuttin nothing, \
    summat something, sumfin something, sumthing something, fink think, finks thinks, finkin thinking, tym time, tyms times, skool school, \
    plz please, pls please, sez says, iz is, leav leave, jus just, jst just, wil will, kno know, knos knows, knoes knows, knw know, \
    thru through, gud good, rong wrong, wrk work, wrks works, dint didnt, dunt doesnt, dusnt doesnt, sed said, tuff tough, cums comes, \
    bcum become, attn attention, infl influence, promisc promiscuous, manip manipulative, relship relationship, rship relationship, \
    reln relationship, behav behaviour, thier their, wun one, mor more, tuk took, no1 nobody, sum1 someone, every1 everyone, \
    m8 mate, m8s mates, b4 before, l8 late, gr8 great, 2day today, 2nite tonight, 2gether together, w8 wait, str8 straight, asoc8s associates";

/// Words of their own that often stand for another, too.
const SOMETIMES: &str = "2 to, 2 too, 2 0, 4 for, 4 0, 1 one, 1 0, u you, ur your, r are, b be, n and, w with, d the, da the, new knew, \
    nu knew, em them, att attention, neg negative, rite right, bin been";

/// What is meant by a word that is no word of a phrase.
pub fn meant(word: &[u8]) -> Option<&'static str> {
    static MEANT: LazyLock<FxHashMap<&[u8], &str>> =
        LazyLock::new(|| pairs(ALWAYS).map(|(word, meant)| (word.as_bytes(), meant)).collect());
    MEANT.get(word).copied()
}

/// Words that may stand for another, each with that.
pub fn sometimes() -> impl Iterator<Item = (&'static str, &'static str)> {
    pairs(SOMETIMES)
}

fn pairs(list: &'static str) -> impl Iterator<Item = (&'static str, &'static str)> {
    list.split(',').filter_map(|pair| pair.trim().split_once(' '))
}
