//! What around a phrase tells whose words they are.

use serde::Deserialize;

/// The file `language/cues.toml`: phrases in the notation of rules.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Cues {
    /// What follows in the clause does not hold.
    pub denied: Vec<String>,
    /// A denial before this does not reach over it.
    pub turned: Vec<String>,
    /// The wording is challenged, corrected or withdrawn.
    pub challenged: Vec<String>,
    /// As a sentence or clause of its own, contradicts what stands before it ("She isn't.").
    pub flat: Vec<String>,
    /// The passage is about wording.
    pub training: Vec<String>,
    /// Names an adult.
    pub adult: Vec<String>,
    /// Names an adult who may be kin; counts within the same sentence only.
    pub kin: Vec<String>,
    /// A service, or somebody who works in one.
    pub service: Vec<String>,
    /// Names a child.
    pub child: Vec<String>,
    /// Reports somebody's words.
    pub reports: Vec<String>,
    /// Says in words.
    pub speaks: Vec<String>,
    /// Names of offences, orders, teams and things in which a phrase means no blame.
    pub named: Vec<String>,
}

/// One list of [`Cues`].
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[expect(missing_docs, reason = "the fields of Cues say what each is")]
pub enum Cue {
    Denied,
    Turned,
    Challenged,
    Flat,
    Training,
    Adult,
    Kin,
    Service,
    Child,
    Reports,
    Speaks,
    Named,
}

impl Cue {
    /// Every cue.
    pub const ALL: [Self; 12] = [
        Self::Denied,
        Self::Turned,
        Self::Challenged,
        Self::Flat,
        Self::Training,
        Self::Adult,
        Self::Kin,
        Self::Service,
        Self::Child,
        Self::Reports,
        Self::Speaks,
        Self::Named,
    ];
}

impl Cues {
    /// The phrases of one cue.
    #[must_use]
    pub fn of(&self, cue: Cue) -> &[String] {
        match cue {
            Cue::Denied => &self.denied,
            Cue::Turned => &self.turned,
            Cue::Challenged => &self.challenged,
            Cue::Flat => &self.flat,
            Cue::Training => &self.training,
            Cue::Adult => &self.adult,
            Cue::Kin => &self.kin,
            Cue::Service => &self.service,
            Cue::Child => &self.child,
            Cue::Reports => &self.reports,
            Cue::Speaks => &self.speaks,
            Cue::Named => &self.named,
        }
    }
}
