//! The smallest bot with poise: one command, one fixed text.

use poise::serenity_prelude::{ClientBuilder, GatewayIntents, HttpBuilder};
use poise::{Framework, FrameworkOptions};

type Fault = Box<dyn std::error::Error + Send + Sync>;

/// Says the same to every question.
#[poise::command(slash_command)]
async fn ask(context: poise::Context<'_, (), Fault>, #[description = "Anything"] question: String) -> Result<(), Fault> {
    drop(question);
    context.say("Hello.").await?;
    Ok(())
}

/// Runs it until it is killed.
pub async fn run(port: &str, token: &str) {
    let options = FrameworkOptions { commands: vec![ask()], ..FrameworkOptions::default() };
    let framework = Framework::builder().options(options).setup(|context, _, framework| {
        Box::pin(async move {
            poise::builtins::register_globally(context, &framework.options().commands).await?;
            Ok(())
        })
    });
    let http = HttpBuilder::new(token).proxy(format!("http://127.0.0.1:{port}")).ratelimiter_disabled(true).build();
    let mut client = ClientBuilder::new_with_http(http, GatewayIntents::GUILDS).framework(framework.build()).await.unwrap();
    client.start().await.unwrap();
}
