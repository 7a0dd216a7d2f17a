//! The program on a Discord that is simulated: real processes, real HTTP and WebSocket, and people who type, click and read.
//!
//! `bridge.py` is that Discord. Each promise opens one of its own and starts the program against it. When a test ends, every
//! request that the program made is held against Discord's description of its interface.
#![allow(clippy::disallowed_methods, reason = "processes are waited for, and how long they take is measured")]
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "a failed step fails the test")]

mod asking;
mod connection;
mod delivery;
mod discord;
mod everything;
mod faults;
mod hostile;
mod people;
mod pictures;
mod program;
mod prompts;
mod python;
mod reviews;
mod settings;
mod spec;
mod team;
