//! Digits of other scripts, read as ours.

/// The noughts of scripts with ten digits in a row: Arabic, Persian, N'Ko, those of India, Thai, Lao, Tibetan, Burmese, Khmer, Mongolian.
const NOUGHTS: [u32; 18] =
    [0x660, 0x6f0, 0x7c0, 0x966, 0x9e6, 0xa66, 0xae6, 0xb66, 0xbe6, 0xc66, 0xce6, 0xd66, 0xe50, 0xed0, 0xf20, 0x1040, 0x17e0, 0x1810];

/// The digit that one of another script stands for.
pub fn digit(c: char) -> Option<char> {
    let code = u32::from(c);
    let nought = NOUGHTS.iter().take_while(|nought| **nought <= code).last()?;
    char::from_digit(code - nought, 10).filter(|_| code - nought < 10)
}

#[cfg(test)]
mod tests {
    use super::digit;

    #[test]
    fn digits_of_other_scripts_are_ours_and_letters_are_none() {
        let read: Vec<Option<char>> = "\u{660}\u{967}\u{e59}\u{6f7}x7\u{66a}".chars().map(digit).collect();
        assert_eq!(read, [Some('0'), Some('1'), Some('9'), Some('7'), None, None, None]);
    }
}
