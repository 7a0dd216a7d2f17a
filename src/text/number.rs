//! Numbers for terms. What was learnt is kept by these numbers, so they are the same on every machine and for ever.

/// A number for a term of some parts: the same parts are another term under another kind.
#[must_use]
pub fn number(kind: u32, parts: &[u32]) -> u32 {
    let mix = |state: u64, part: &u32| (state.rotate_left(5) ^ u64::from(*part)).wrapping_mul(0x517c_c1b7_2722_0a95);
    let mixed = parts.iter().fold(mix(0, &(kind + 1)), mix);
    u32::try_from(mixed >> 32).unwrap_or(0)
}

/// A number for the letters of a text (FNV-1a).
#[must_use]
pub fn number_of_letters(letters: &[u8]) -> u32 {
    letters.iter().fold(0x811c_9dc5, |state, byte| (state ^ u32::from(*byte)).wrapping_mul(0x0100_0193))
}

/// The place of a number among so many places; the greater the number, the later its place.
#[must_use]
pub fn place(number: u32, places: usize) -> u32 {
    u32::try_from((u64::from(number) * places as u64) >> 32).unwrap_or(0)
}
