//! Danger first: what is said before anything else.

use super::Bot;
use super::reply::{Block, Reply};

impl Bot {
    /// What a practitioner is told who reports danger now.
    pub(super) fn alert(&self, reply: &mut Reply) {
        let out_of_hours = self.place.contacts.out_of_hours.as_deref().unwrap_or("your local out-of-hours duty team");
        let mash = self.place.contacts.mash.as_deref().unwrap_or("your local MASH or children's social care");
        reply.push(Block::Alert(vec![
            "DANGER NOW: ring 999 first, before you read on.".into(),
            "Say who is in danger, where they are, what you have seen or heard, and any weapon. If you think drugs may be inside the body, say so.".into(),
            "Keep yourself safe. Do not go in alone.".into(),
            format!("Then tell {mash}. Out of hours: {out_of_hours}."),
        ]));
    }

    /// What a person in danger is told who writes as themselves: no case guidance.
    pub(super) fn alert_to_self(reply: &mut Reply) {
        reply.push(Block::Alert(vec![
            "Ring 999 now, or get someone near you to ring.".into(),
            "If you can get away safely, go to where there are people and light.".into(),
            "Can't speak? On a mobile, ring 999 and press 55 when asked. You can text 999 if your phone is registered for it. If you use text relay, call 18000 or use the Relay UK app.".into(),
            "You can talk to SafeCall on 116 000. It is for young people and families, about being exploited or harmed.".into(),
            "This is not your fault. I am a computer program: nobody is watching these messages, so please ring.".into(),
        ]));
        reply.note("The press 55, text and relay routes are general professional knowledge, not yet checked against a source. If one does not work, ring 999 by voice.");
    }

    /// What a child or parent is told who writes for themselves, before anything meant for staff.
    pub(super) fn helplines(reply: &mut Reply) {
        reply.push(Block::Title("If this is about you or your family".into()));
        reply.text("What is happening is not your fault. In danger, ring 999.");
        reply.text("You can talk to SafeCall on 116 000. It is for young people and families, about being exploited or harmed.");
        reply.text("You can also tell an adult you trust: a teacher, a nurse, a youth worker. I am a computer program for staff, and nobody is watching these messages.");
    }
}
