//! `/setup`: what administrators set for their server, and whether the bot may do what it needs to in its channels.

use super::commands::{Context, turn};
use super::fault::{Fault, unbroken};
use super::front::Front;
use super::page::Page;
use super::render::escaped;
use super::settings::Settings;
use super::turn::{Turn, trying};
use crate::config::{Contacts, Nation};
use crate::diary::dates;
use jiff::civil::Time;
use serenity::all::{Channel, ChannelId, GuildChannel, GuildId, Http, Member, PartialGuild, Permissions, Role, UserId};
use std::collections::BTreeSet;

/// What the bot needs in a channel, as Discord's own settings call it.
const NEEDED: [(Permissions, &str); 7] = [
    (Permissions::VIEW_CHANNEL, "View Channel"),
    (Permissions::SEND_MESSAGES, "Send Messages"),
    (Permissions::EMBED_LINKS, "Embed Links"),
    (Permissions::READ_MESSAGE_HISTORY, "Read Message History"),
    (Permissions::CREATE_PUBLIC_THREADS, "Create Public Threads"),
    (Permissions::SEND_MESSAGES_IN_THREADS, "Send Messages in Threads"),
    (Permissions::SEND_POLLS, "Create Polls"),
];
/// What is typed to take something back.
const NOTHING: &str = "-";

/// A nation to choose.
#[derive(Debug, Clone, Copy, poise::ChoiceParameter)]
pub enum Choice {
    /// England.
    England,
    /// Wales.
    Wales,
    /// Scotland.
    Scotland,
    /// Northern Ireland.
    #[name = "Northern Ireland"]
    NorthernIreland,
}

impl From<Choice> for Nation {
    fn from(choice: Choice) -> Self {
        match choice {
            Choice::England => Self::England,
            Choice::Wales => Self::Wales,
            Choice::Scotland => Self::Scotland,
            Choice::NorthernIreland => Self::NorthernIreland,
        }
    }
}

/// Set Lantern up for this server (administrators).
#[poise::command(
    slash_command,
    subcommands("show", "team", "channels", "hours", "contacts"),
    default_member_permissions = "ADMINISTRATOR",
    install_context = "Guild",
    interaction_context = "Guild"
)]
#[expect(clippy::unused_async, reason = "the shape that poise takes; Discord only ever sends the commands below it")]
pub async fn setup(_: Context<'_>) -> Result<(), Fault> {
    Ok(())
}

/// What is set, and whether I may do what I need to in your channels.
#[poise::command(slash_command)]
async fn show(context: Context<'_>) -> Result<(), Fault> {
    change(&context, &mut turn(&context), |_| {}).await
}

/// Your team: its name, its nation with its working days, and the roles of its supervisors and members.
#[poise::command(slash_command)]
async fn team(
    context: Context<'_>,
    #[description = "What the team is called"]
    #[max_length = 60]
    name: Option<String>,
    #[description = "Whose law holds for you"] nation: Option<Choice>,
    #[description = "The role whose members supervise; @everyone takes it back"] supervisors: Option<Role>,
    #[description = "The role whose members use reviews and lead them; @everyone: everybody here"] members: Option<Role>,
) -> Result<(), Fault> {
    let mut turn = turn(&context);
    let Some([name]) = fit(&mut turn, [name]).await? else { return Ok(()) };
    change(&context, &mut turn, |settings| {
        settings.damaged &= members.is_none();
        put(&mut settings.team, name.as_deref());
        settings.nation = nation.map(Nation::from).or(settings.nation);
        settings.supervisors = chosen(supervisors.as_ref(), settings.supervisors);
        settings.members = chosen(members.as_ref(), settings.members);
    })
    .await
}

/// The role that was chosen, or the one before. The role of everybody in a server is none: it takes one back.
fn chosen(role: Option<&Role>, before: Option<u64>) -> Option<u64> {
    role.map_or(before, |role| (role.id.get() != role.guild_id.get()).then_some(role.id.get()))
}

/// Your channels, and what I may not do there yet.
#[poise::command(slash_command)]
async fn channels(
    context: Context<'_>,
    #[description = "Where reviews are announced"]
    #[channel_types("Text")]
    reviews: Option<GuildChannel>,
    #[description = "Where they are announced when that channel refuses"]
    #[channel_types("Text")]
    fallback: Option<GuildChannel>,
    #[description = "Where supervisors are told of risks, of long overdue reviews, and of what could not be posted"]
    #[channel_types("Text")]
    supervisors: Option<GuildChannel>,
    #[description = "Where prompts for case discussions are posted: a channel or a forum; where reviews are, without it"]
    #[channel_types("Text", "Forum")]
    prompts: Option<GuildChannel>,
) -> Result<(), Fault> {
    change(&context, &mut turn(&context), |settings| {
        let set =
            |chosen: &Option<GuildChannel>, place: &mut Option<u64>| *place = chosen.as_ref().map(|channel| channel.id.get()).or(*place);
        set(&reviews, &mut settings.channel);
        set(&fallback, &mut settings.fallback);
        set(&supervisors, &mut settings.supervisors_channel);
        set(&prompts, &mut settings.prompts);
    })
    .await
}

/// When announcements are made on a working day, and when nothing is posted.
#[poise::command(slash_command)]
async fn hours(
    context: Context<'_>,
    #[description = "When announcements are made on a working day, such as 9am"]
    #[max_length = 20]
    morning: Option<String>,
    #[description = "From when nothing is posted, such as 6pm; a hyphen alone takes the quiet hours back"]
    #[max_length = 20]
    quiet_from: Option<String>,
    #[description = "Until when nothing is posted, such as 8am"]
    #[max_length = 20]
    quiet_until: Option<String>,
) -> Result<(), Fault> {
    let mut turn = turn(&context);
    let hours = match Hours::read(morning.as_deref(), quiet_from.as_deref(), quiet_until.as_deref()) {
        Ok(hours) => hours,
        Err(reason) => return turn.say(reason).await,
    };
    change(&context, &mut turn, |settings| hours.put(settings)).await
}

/// What was typed of the hours.
struct Hours {
    morning: Option<Time>,
    quiet: Quiet,
}

/// What becomes of the quiet hours.
enum Quiet {
    AsTheyWere,
    None,
    From(Time, Time),
}

impl Hours {
    fn read(morning: Option<&str>, from: Option<&str>, until: Option<&str>) -> Result<Self, String> {
        let time = |typed: &str| {
            dates::time(typed).ok_or_else(|| format!("I did not read \"{}\" as a time. Type 9am, 9:30 or 17:00.", escaped(typed)))
        };
        let morning = morning.map(time).transpose()?;
        let quiet = match (from, until) {
            (None, None) => Quiet::AsTheyWere,
            (Some(NOTHING), _) | (_, Some(NOTHING)) => Quiet::None,
            (Some(from), Some(until)) => Quiet::From(time(from)?, time(until)?),
            _ => return Err("Quiet hours need both: from when, and until when. Nothing was changed.".to_owned()),
        };
        match quiet {
            Quiet::From(from, until) if from == until => {
                Err("Quiet hours that begin and end at one time leave none. Nothing was changed.".to_owned())
            }
            quiet => Ok(Self { morning, quiet }),
        }
    }

    fn put(&self, settings: &mut Settings) {
        settings.morning = self.morning.or(settings.morning);
        settings.quiet = match self.quiet {
            Quiet::AsTheyWere => settings.quiet,
            Quiet::None => None,
            Quiet::From(from, until) => Some((from, until)),
        };
    }
}

/// Whom your people turn to: roles and teams, not names of people. A hyphen alone takes one back.
#[poise::command(slash_command)]
async fn contacts(
    context: Context<'_>,
    #[description = "The multi-agency safeguarding hub"]
    #[max_length = 200]
    mash: Option<String>,
    #[description = "The duty team out of hours"]
    #[max_length = 200]
    out_of_hours: Option<String>,
    #[description = "The designated safeguarding lead"]
    #[max_length = 200]
    designated_lead: Option<String>,
    #[description = "The partnership's escalation procedure"]
    #[max_length = 200]
    escalation: Option<String>,
) -> Result<(), Fault> {
    let mut turn = turn(&context);
    let Some([mash, out_of_hours, designated_lead, escalation]) = fit(&mut turn, [mash, out_of_hours, designated_lead, escalation]).await?
    else {
        return Ok(());
    };
    change(&context, &mut turn, |Settings { contacts, .. }| {
        put(&mut contacts.mash, mash.as_deref());
        put(&mut contacts.out_of_hours, out_of_hours.as_deref());
        put(&mut contacts.designated_lead, designated_lead.as_deref());
        put(&mut contacts.escalation, escalation.as_deref());
    })
    .await
}

/// What was typed, as it may be kept; none where it identifies somebody: the person is told, and nothing is changed.
async fn fit<const N: usize>(turn: &mut Turn<'_>, typed: [Option<String>; N]) -> Result<Option<[Option<String>; N]>, Fault> {
    if typed.iter().all(Option::is_none) {
        return Ok(Some(typed));
    }
    turn.fitted().await?;
    let bot = turn.bot();
    let mut fit = [const { None }; N];
    for (fit, typed) in fit.iter_mut().zip(typed) {
        match typed.map(|typed| bot.screen_contact(&typed)).transpose() {
            Ok(words) => *fit = words,
            Err(refusal) => return turn.reply(&refusal).await.map(|()| None),
        }
    }
    Ok(Some(fit))
}

/// Sets what was typed; leaves what is there where nothing was.
fn put(setting: &mut Option<String>, typed: Option<&str>) {
    match typed.filter(|words| !words.is_empty()) {
        Some(NOTHING) => *setting = None,
        Some(words) => *setting = Some(words.to_owned()),
        None => {}
    }
}

/// Changes what is set, and shows it with a look at every channel.
async fn change(context: &Context<'_>, turn: &mut Turn<'_>, change: impl Fn(&mut Settings) + Send) -> Result<(), Fault> {
    if let Err(fault) = unbroken(Box::pin(changed(context, turn, change))).await {
        turn.fail(&fault).await;
    }
    Ok(())
}

async fn changed(context: &Context<'_>, turn: &mut Turn<'_>, change: impl Fn(&mut Settings) + Send) -> Result<(), Fault> {
    let (Some(guild), front) = (turn.guild, context.framework.user_data) else { return turn.say("That is for a server.").await };
    turn.defer().await?;
    let bot = turn.bot();
    let Some(diary) = bot.diary() else { return turn.say("There is no diary here to keep it in.").await };
    turn.may_save();
    tokio::task::block_in_place(|| Settings::change(diary.store(), guild, change)).map_err(Fault::from)?;
    front.forget(guild);
    let settings = tokio::task::block_in_place(|| front.follow(guild)).map_err(Fault::from)?;
    let http = &context.framework.serenity_context.http;
    let looked = look((front, http), guild, context.framework.bot_id(), &settings).await;
    let mut lines = described(&settings);
    lines.push(String::new());
    lines.extend(looked);
    turn.show(&[Page { text: lines.join("\n"), ..Page::default() }]).await
}

/// What is set, a line each.
fn described(settings: &Settings) -> Vec<String> {
    let Contacts { mash, out_of_hours, designated_lead, escalation } = &settings.contacts;
    let words = |text: &Option<String>| text.as_deref().map_or_else(|| "not set".to_owned(), escaped);
    let channel = |id: Option<u64>| id.map_or_else(|| "not set".to_owned(), |id| format!("<#{id}>"));
    let nation = settings.nation.map_or("not set (England)", |nation| match nation {
        Nation::England => "England",
        Nation::Wales => "Wales",
        Nation::Scotland => "Scotland",
        Nation::NorthernIreland => "Northern Ireland",
    });
    let members = match settings.members {
        _ if settings.damaged => {
            "what was set before cannot be read, so only administrators, until you set it again: /setup team members".to_owned()
        }
        Some(role) => format!("<@&{role}>"),
        None => "everybody here".to_owned(),
    };
    vec![
        "## Lantern in this server".to_owned(),
        format!("**Team:** {}", words(&settings.team)),
        format!("**Nation, for its law:** {nation}"),
        format!("**Supervisors:** {}", settings.supervisors.map_or_else(|| "not set".to_owned(), |role| format!("<@&{role}>"))),
        format!("**Members of the team:** {members}"),
        format!("**Reviews are announced in:** {}", channel(settings.channel)),
        format!("**When that refuses, in:** {}", channel(settings.fallback)),
        format!("**Supervisors are told in:** {}", channel(settings.supervisors_channel)),
        format!("**Prompts are posted in:** {}", channel(settings.prompts.or(settings.channel))),
        format!("**Announced on working days at:** {}", settings.morning.map_or_else(|| "the usual time".to_owned(), dates::clock)),
        format!("**Quiet hours:** {}", quiet_words(settings)),
        format!("**MASH:** {}", words(mash)),
        format!("**Out of hours:** {}", words(out_of_hours)),
        format!("**Designated safeguarding lead:** {}", words(designated_lead)),
        format!("**Escalation:** {}", words(escalation)),
    ]
}

/// What the bot may do in each channel that is set, a line each.
async fn look((front, http): (&Front, &Http), guild: u64, bot: UserId, settings: &Settings) -> Vec<String> {
    let all = [settings.channel, settings.fallback, settings.supervisors_channel, settings.prompts];
    let channels: BTreeSet<u64> = all.into_iter().flatten().collect();
    if channels.is_empty() {
        return vec!["No channel is set yet: /setup channels.".to_owned()];
    }
    let guild = GuildId::new(guild);
    let (Ok(found), Ok(member)) = (trying(front, || http.get_guild(guild)).await, trying(front, || http.get_member(guild, bot)).await)
    else {
        return vec!["I could not look at my permissions just now. Please try /setup show again.".to_owned()];
    };
    let mut lines = Vec::new();
    for channel in channels {
        lines.push(match trying(front, || http.get_channel(ChannelId::new(channel))).await {
            Ok(Channel::Guild(channel)) if channel.guild_id == guild => permitted(&found, &channel, &member),
            Err(fault) if fault.may_pass() => format!("<#{channel}>: I could not look at it just now. Please try /setup show again."),
            _ => format!("<#{channel}>: I cannot see it. Give me View Channel there, or choose another."),
        });
    }
    lines
}

fn quiet_words(settings: &Settings) -> String {
    settings
        .quiet
        .map_or_else(|| "none of your own".to_owned(), |(from, until)| format!("from {} until {}", dates::clock(from), dates::clock(until)))
}

fn permitted(guild: &PartialGuild, channel: &GuildChannel, member: &Member) -> String {
    let has = guild.user_permissions_in(channel, member);
    let missing: Vec<&str> = NEEDED.into_iter().filter(|(needed, _)| !has.contains(*needed)).map(|(_, name)| name).collect();
    if missing.is_empty() {
        format!("<#{}>: I may do all that I need to.", channel.id)
    } else {
        format!(
            "<#{}>: I am missing {}. Add that for my role in the channel's settings, under Permissions.",
            channel.id,
            missing.join(", ")
        )
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_hyphen_takes_a_setting_back_and_nothing_typed_leaves_it() {
        let mut setting = Some("old".to_owned());
        put(&mut setting, None);
        put(&mut setting, Some(""));
        assert_eq!(setting.as_deref(), Some("old"));
        put(&mut setting, Some("the duty team"));
        assert_eq!(setting.as_deref(), Some("the duty team"));
        put(&mut setting, Some("-"));
        assert_eq!(setting, None);
    }

    #[test]
    fn all_that_is_set_fits_in_one_message_and_is_no_layout() {
        let long = Some("*".repeat(200));
        let contacts = Contacts { mash: long.clone(), out_of_hours: long.clone(), designated_lead: long.clone(), escalation: long };
        let settings = Settings { team: Some("_".repeat(60)), contacts, ..Settings::default() };
        let text = described(&settings).join("\n");
        assert!(super::super::page::length(&text) < super::super::page::MAX_TEXT - 1_000);
        assert!(!text.contains("***") && text.contains("Nation, for its law:** not set (England)"));
    }
}
