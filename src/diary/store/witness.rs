//! A small file beside the database that says how many batches were acknowledged.
//!
//! sled takes a damaged place in its log for the end of it, and drops what follows: the database opens soundly, as it was at an earlier
//! moment. Only something outside it can tell. The file is written after each acknowledged batch and is not synced, which costs a
//! microsecond: after a kill it is exact, and after a power cut it may say too little, never too much.

use sha2::{Digest, Sha256};
use std::fs::File;
use std::io::{self, Read};
use std::os::unix::fs::FileExt;
use std::path::Path;

const NAME: &str = "acknowledged";
const LENGTH: usize = 16;

/// The open file.
#[derive(Debug)]
pub(super) struct Witness(File);

impl Witness {
    /// Opens it, and says what it says; none where it is new or cannot be read.
    pub fn open(database: &Path) -> io::Result<(Self, u64)> {
        let mut file = super::folder::private().read(true).truncate(false).open(database.join(NAME))?;
        let mut bytes = Vec::new();
        (&mut file).take(LENGTH as u64).read_to_end(&mut bytes)?;
        let said = bytes.first_chunk().map_or(0, |number| u64::from_be_bytes(*number));
        Ok((Self(file), if bytes == line(said) { said } else { 0 }))
    }

    pub fn write(&self, batches: u64) -> io::Result<()> {
        self.0.write_all_at(&line(batches), 0)
    }

    pub fn sync(&self) -> io::Result<()> {
        self.0.sync_all()
    }
}

/// The number and the beginning of its checksum.
fn line(batches: u64) -> [u8; LENGTH] {
    let (number, mut line) = (batches.to_be_bytes(), [0; LENGTH]);
    line[..8].copy_from_slice(&number);
    line[8..].copy_from_slice(&Sha256::digest(number)[..8]);
    line
}
