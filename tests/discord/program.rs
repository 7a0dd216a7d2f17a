//! The program under test as a process that is connected to the simulated Discord.

use crate::discord::{Discord, PATIENCE, TOKEN};
use std::io::{BufRead, BufReader};
use std::path::Path;
use std::process::{Child, Command, ExitStatus, Stdio};
use std::sync::{Arc, Condvar, Mutex};
use std::time::{Duration, Instant};

/// The program, running. It is killed when this goes.
pub struct Program {
    child: Child,
    log: Arc<(Mutex<String>, Condvar)>,
}

impl Program {
    /// Starts it in a folder, without waiting, with this token.
    pub fn start_with(discord: &Discord, folder: &Path, token: &str) -> Self {
        Self::start_ahead(discord, folder, token, 0)
    }

    /// The same, so many hours ahead of the clock: only builds made for tests can do that.
    pub fn start_ahead(discord: &Discord, folder: &Path, token: &str, hours: i64) -> Self {
        let config = format!("[discord]\napi_base = \"{}\"\n\n[diary]\nfolder = \"diary\"\n", discord.api_base());
        std::fs::write(folder.join("config.toml"), config).unwrap();
        // Another build of it may be tested in place of the one made for tests: the one that is given out.
        let program = std::env::var("LANTERN_DISCORD_PROGRAM").unwrap_or_else(|_| env!("CARGO_BIN_EXE_lantern").to_owned());
        let mut child = Command::new(program)
            .current_dir(folder)
            .env("LANTERN_DISCORD_TOKEN", token)
            .env("LANTERN_LOG", "trace")
            .env("LANTERN_HOURS_AHEAD", hours.to_string())
            .stdin(Stdio::null())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
            .unwrap();
        let log = Arc::new((Mutex::new(String::new()), Condvar::new()));
        follow(child.stdout.take().unwrap(), log.clone());
        follow(child.stderr.take().unwrap(), log.clone());
        Self { child, log }
    }

    /// Starts it in a folder, and waits until it is ready and its commands are registered.
    pub fn start(discord: &Discord, folder: &Path) -> Self {
        let program = Self::start_with(discord, folder, TOKEN);
        program.wait_for("ready guilds=", 1);
        discord.commands();
        program
    }

    /// Waits until the log holds something so many times.
    pub fn wait_for(&self, what: &str, times: usize) {
        let (log, changed) = &*self.log;
        let missing = |log: &mut String| log.matches(what).count() < times;
        let (log, waited) = changed.wait_timeout_while(log.lock().unwrap(), Duration::from_secs(PATIENCE), missing).unwrap();
        assert!(!waited.timed_out(), "the program did not say {what:?} {times} times:\n{}", *log);
    }

    /// All that it has printed and logged.
    pub fn log(&self) -> String {
        self.log.0.lock().unwrap().clone()
    }

    /// Asks it to end, as a service manager does. Its status, how long that took, and all that it logged.
    pub fn stop(mut self) -> (ExitStatus, Duration, String) {
        let asked = Instant::now();
        let done = Command::new("kill").args(["-TERM", &self.child.id().to_string()]).status().unwrap();
        assert!(done.success(), "the program had ended before:\n{}", self.log());
        let status = self.ends();
        (status, asked.elapsed(), self.log())
    }

    /// Ends it at once, as a power cut does.
    pub fn kill(mut self) {
        self.child.kill().unwrap();
        self.child.wait().unwrap();
    }

    /// Waits until it has ended by itself.
    pub fn ends(&mut self) -> ExitStatus {
        let patience = Instant::now() + Duration::from_secs(PATIENCE);
        loop {
            if let Some(status) = self.child.try_wait().unwrap() {
                return status;
            }
            assert!(Instant::now() < patience, "the program does not end:\n{}", self.log());
            std::thread::sleep(Duration::from_millis(10));
        }
    }
}

impl Drop for Program {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

/// Adds each line that a process prints to the log.
fn follow(from: impl std::io::Read + Send + 'static, log: Arc<(Mutex<String>, Condvar)>) {
    std::thread::spawn(move || {
        for line in BufReader::new(from).lines().map_while(Result::ok) {
            log.0.lock().unwrap().push_str(&(line + "\n"));
            log.1.notify_all();
        }
    });
}
