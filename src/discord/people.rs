//! Who somebody is in a server, and what they may do there.

use super::settings::{Settings, team_of};
use crate::bot::{Asker, member};
use crate::config::Role;
use serenity::all::{Member, PartialGuild, RoleId};

/// Somebody in a server, as Discord says with what they do.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Standing {
    roles: Vec<u64>,
    /// Whether they administer the server.
    administers: bool,
}

impl Standing {
    /// As Discord says with what they do.
    pub fn of(member: &Member) -> Self {
        let administers = member.permissions.is_some_and(|may| may.administrator() || may.manage_guild());
        Self { administers, ..Self::with_roles(roles(member)) }
    }

    /// As Discord says where it is asked for a member of a server: what they may do there is said of the server only.
    pub fn in_server(server: &PartialGuild, member: &Member) -> Self {
        let may = server.member_permissions(member);
        Self { administers: may.administrator() || may.manage_guild(), ..Self::with_roles(roles(member)) }
    }

    /// With these roles, and no more.
    pub fn with_roles(roles: Vec<u64>) -> Self {
        Self { roles, administers: false }
    }

    /// Whether they supervise. Where no role is set for that, those do who administer the server.
    pub fn supervises(&self, settings: &Settings) -> bool {
        match settings.supervisors {
            Some(role) => self.roles.contains(&role),
            None => self.administers,
        }
    }

    /// Whether they are of the team.
    pub fn is_of_team(&self, settings: &Settings) -> bool {
        (!settings.damaged && settings.members.is_none_or(|role| self.roles.contains(&role))) || self.supervises(settings)
    }

    /// Who asks, as the diary knows them: by their number, never by a name.
    pub fn asker(&self, (guild, user): (u64, u64), settings: &Settings) -> Asker {
        let role = if self.supervises(settings) { Role::Supervisor } else { Role::Practitioner };
        Asker { who: member::mention(user), team: team_of(guild), role }
    }
}

/// The roles that a member has.
pub fn roles(member: &Member) -> Vec<u64> {
    member.roles.iter().copied().map(RoleId::get).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_role_says_who_supervises_and_who_is_of_the_team() {
        let none = Settings::default();
        let set = Settings { supervisors: Some(1), members: Some(2), ..Settings::default() };
        let (supervisor, practitioner, other) =
            (Standing::with_roles(vec![1]), Standing::with_roles(vec![2]), Standing { administers: true, roles: vec![] });
        let may = |somebody: &Standing, settings| (somebody.supervises(settings), somebody.is_of_team(settings));
        assert_eq!((may(&supervisor, &set), may(&practitioner, &set), may(&other, &set)), ((true, true), (false, true), (false, false)));
        assert_eq!((may(&supervisor, &none), may(&other, &none)), ((false, true), (true, true)));
        assert_eq!(member::number(&practitioner.asker((3, 4), &set).who), Some(4));
    }
}
