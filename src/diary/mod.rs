//! What is owed, and when: reviews and prompts, kept on disk.

pub mod store;
